// Learns what each gram says for or against each list: multinomial logistic regression with an L2 penalty, by Adam over
// all samples at once, so that the same questions give the same weights. Runs in a page that holds the search engine.
// samples: [[text, [list, …], weight], …], lists by number; the result is [[gram, [[list, weight], …]], …].
(samples, lists) => {
  const PENALTY = 0.5;
  const ROUNDS = 200;
  const RATE = 0.3;
  const SEEN = 2; // times that a gram or a word must occur
  const LEAST = 1; // what rounds to no whole number of its own is left out
  const { engine } = window;

  const count = (entries) => {
    const found = new Map();
    for (const entry of entries) found.set(entry, (found.get(entry) ?? 0) + 1);
    return [...found].filter(([, times]) => times >= SEEN).map(([entry]) => entry);
  };

  // Words of the questions are words that may be typed, and no slips of others.
  const words = samples.flatMap(([text]) => engine.fold(text).match(/[\p{L}\p{N}]+/gu) ?? []);
  for (const word of count(words)) engine.read(word);

  const read = samples.map(([text, right, worth]) => ({ grams: [...engine.asked(engine.fold(text).trim()).grams], right, worth }));
  const grams = count(read.flatMap((each) => each.grams.map(([gram]) => gram)));
  const places = new Map(grams.map((gram, at) => [gram, at * lists]));
  for (const each of read) each.grams = each.grams.flatMap(([gram, share]) => (places.has(gram) ? [[places.get(gram), share]] : []));

  const weights = new Float64Array(grams.length * lists);
  const [slope, mean, spread] = [weights, weights, weights].map(({ length }) => new Float64Array(length));
  const odds = new Float64Array(lists);
  for (let round = 1; round <= ROUNDS; round++) {
    slope.forEach((_, at) => { slope[at] = PENALTY * weights[at]; });
    for (const { grams: own, right, worth } of read) {
      odds.fill(0);
      for (const [place, share] of own) for (let list = 0; list < lists; list++) odds[list] += share * weights[place + list];
      const top = Math.max(...odds);
      let all = 0;
      for (let list = 0; list < lists; list++) all += odds[list] = Math.exp(odds[list] - top);
      const good = right.reduce((sum, list) => sum + odds[list], 0);
      for (let list = 0; list < lists; list++) odds[list] = worth * odds[list] * (1 / all - (right.includes(list) ? 1 / good : 0));
      for (const [place, share] of own) for (let list = 0; list < lists; list++) slope[place + list] += share * odds[list];
    }
    const rate = RATE * (1 - round / (ROUNDS + 1));
    for (let at = 0; at < weights.length; at++) {
      mean[at] = 0.9 * mean[at] + 0.1 * slope[at];
      spread[at] = 0.99 * spread[at] + 0.01 * slope[at] ** 2;
      weights[at] -= (rate * mean[at]) / (1 - 0.9 ** round) / (Math.sqrt(spread[at] / (1 - 0.99 ** round)) + 1e-8);
    }
  }

  return grams.map((gram, at) => {
    const own = weights.subarray(at * lists, (at + 1) * lists);
    const middle = own.reduce((sum, weight) => sum + weight, 0) / lists;
    const kept = Array.from(own, (weight, list) => [list, weight - middle]).filter(([, weight]) => Math.abs(weight) >= LEAST);
    return [gram, kept.map(([list, weight]) => [list, Math.round(weight)])];
  });
};
