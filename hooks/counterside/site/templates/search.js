// @ts-check
// Finds records by the words people type. Loaded with the records when a search box is first used; hooks/decisions
// says why it is our own. Everything that belongs to a trade or a language comes with the records.
(() => {
  "use strict";
  const LONGEST = 200; // characters of a query that are looked at
  const SHOWN = 8;
  const SLICE = 8; // ms of building before the page gets its turn
  const RERANKED = 60;
  const FIELDS = { title: 3, phrase: 2, screen: 1, keyword: 1.6, note: 1 };
  const PRIORS = { symptom: 1, resolution: 0.75, code: 0.58, routine: 0.7, case: 0.45, term: 0.55, myth: 0.4, page: 0.5 };
  const KINDS = Object.keys(PRIORS);
  const EXACT = 1e3;
  const ONLY_CODE = 1e4;
  const NAMED_CODE = 20;
  const A_CODE = 6;

  const TURN = /\s|\p{Script=Han}{3}/u; // a keyword that is more than a word, and is compared as a whole

  const TURN_WORTH = 0.85; // beside a title or an alias

  // What it is worth that all learnt weights speak for one list, and how much more with each point that a question can
  // score: a few words score 5 to 25, a whole story as much as its chance words give it.
  const BELIEF = 8;
  const BELIEF_RISE = 0.3;
  const LIKELY = 0.2; // from here on a list is an answer without a word in common

  // Lists about money come first once weights speak for all of them together as much as this, and each of them for itself.
  const AT_STAKE = 0.35;
  const EACH_AT_STAKE = 0.02;
  const FAR_BETTER = 0.7; // below this share of the best score
  const LEAST = 2.4; // what scores less was found by words of chance

  // ── words ──

  const isHan = (token) => token > "⺀";

  // Without endings, so that charging, charged and charges are one word. English only; other letters pass.
  const stem = (word) => {
    if (word.length < 4 || /[^a-z]/.test(word)) return word;
    let cut = word.replace(/ies$/, "y").replace(/(s|x|z|ch|sh)es$/, "$1");
    if (cut === word) cut = word.replace(/([^su])s$/, "$1");
    const bare = cut.replace(/(ing|ed)$/, "");
    if (bare !== cut && bare.length > 2 && /[aeiouy]/.test(bare)) cut = bare.replace(/([bdfgmnprt])\1$/, "$1");
    return cut.length > 3 ? cut.replace(/e$/, "") : cut;
  };

  // Half-width, lower case, simplified, without accents and apostrophes.
  const folder = (traditional) => (raw) =>
    Array.from(raw.normalize("NFKD").toLowerCase(), (char) => traditional.get(char) ?? char)
      .join("")
      .replace(/['’‘`´\p{M}]/gu, "");

  const split = (folded) => (folded.match(/[\p{Script=Han}\u3040-\u30ff]|(?:(?![\p{Script=Han}\u3040-\u30ff])[\p{L}\p{N}])+/gu) ?? []).map((word) => (isHan(word) ? word : stem(word)));

  const list = (cell) => (cell ? cell.split("~") : []);

  // What two spellings of the same words share.
  const bare = (folded) => folded.replace(/[^\p{L}\p{N}+]/gu, "");

  // One insertion, deletion, change or exchange of neighbours; stops at `limit`.
  const distance = (a, b, limit) => {
    if (Math.abs(a.length - b.length) > limit) return limit + 1;
    let before = [];
    let last = Array.from({ length: b.length + 1 }, (_, index) => index);
    for (let i = 1; i <= a.length; i++) {
      const row = [i];
      for (let j = 1; j <= b.length; j++) {
        const change = a[i - 1] === b[j - 1] ? 0 : 1;
        row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + change);
        if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) row[j] = Math.min(row[j], before[j - 2] + 1);
      }
      [before, last] = [last, row];
    }
    return last[b.length];
  };

  // How many characters two words begin with alike.
  const beginning = (a, b) => {
    let at = 0;
    while (at < a.length && a[at] === b[at]) at++;
    return at;
  };

  // Does `work` for every entry; the page gets its turn now and then.
  const inSlices = async (entries, work) => {
    let until = performance.now() + SLICE;
    for (const entry of entries) {
      work(entry);
      if (performance.now() < until) continue;
      await new Promise((resolve) => setTimeout(resolve));
      until = performance.now() + SLICE;
    }
  };

  // ── the index ──

  class Index {
    constructor(data) {
      this.data = data;
      this.readings = new Map();
      this.otherReadings = new Map();
      this.spellings = new Set();
      const plain = new Map();
      for (const group of data.characters.split(" ")) {
        const [, reading, chars] = /^([a-z]*)(.*)$/u.exec(group);
        if (reading) this.spellings.add(reading);
        for (const [, char, forms] of chars.matchAll(/(.)((?:'.)*)/gu)) {
          if (reading) (this.readings.has(char) ? this.otherReadings : this.readings).set(char, reading);
          for (const form of forms.replaceAll("'", "")) plain.set(form, char);
        }
      }
      this.fold = folder(plain);
      this.same = new Map();
      this.longestSame = 1;
      for (const words of data.same) {
        const [first, ...others] = words.map((word) => split(this.fold(word)));
        for (const other of others) {
          this.same.set(other.join(" "), first);
          this.longestSame = Math.max(this.longestSame, other.length);
        }
      }
      this.weak = new Set([...data.weak, ...data.meaning].map((word) => split(this.fold(word)).join(" ")));
      this.meaning = data.meaning.map(this.fold).sort((a, b) => b.length - a.length);
      this.units = data.units.map(this.fold);
      this.codeWords = data.codeWords.map(this.fold);
      const around = [...this.codeWords, ...data.weak, ...data.meaning].map(this.fold).sort((a, b) => b.length - a.length);
      this.aroundCode = new Set(around.filter((word) => !isHan(word)));
      this.aroundCodeHan = around.filter(isHan);
      this.railOrder = Object.keys(data.rails);
      this.urgent = new Set(data.urgent);
      this.docs = [];
      this.codes = new Map();
      this.postings = new Map();
      this.vocabulary = new Set();
      this.joined = new Map();
      this.learnt = new Map();
      for (const key of this.same.keys()) for (const word of key.split(" ")) if (!isHan(word)) this.vocabulary.add(word);
    }

    // Adds every record, giving way to the page now and then.
    async build() {
      const rows = this.data.rows.split("\n").map((line) => line.split("|"));
      await inSlices(rows, (row) => this.add(row));
      await this.settle();
      this.find(rows[0][2]);
      return this;
    }

    // How much each gram says, and with it each phrase.
    async settle() {
      for (const hits of this.postings.values()) hits.idf = Math.log(1 + (this.docs.length - hits.size + 0.5) / (hits.size + 0.5));
      await inSlices(this.docs, (doc) => {
        for (const phrase of doc.phrases) phrase.total = this.total(phrase.grams);
      });
    }

    add([kind, url, title, phrases, note, keywords, screen, leads, code, action, weights]) {
      const doc = { kind: KINDS[kind], url, title, note, leads: list(leads).map(Number), code, at: this.docs.length, phrases: [], weights: new Map() };
      this.docs.push(doc);
      if (code) this.addCode(doc, action);
      this.addPhrase(doc, title, FIELDS.title, true);
      const parts = title.split(/[、，：；,:;?？]/);
      if (parts.length > 1) for (const part of parts) this.addPhrase(doc, part, 0, false);
      for (const phrase of list(phrases)) this.addPhrase(doc, phrase, FIELDS.phrase, true);
      for (const words of list(screen)) this.weigh(doc, this.grams(this.read(words)), FIELDS.screen);
      if (note && !code) this.weigh(doc, this.grams(this.read(note)), FIELDS.note);
      for (const words of list(keywords)) {
        if (TURN.test(words)) this.addPhrase(doc, words, FIELDS.keyword, false);
        else this.weigh(doc, this.grams(this.read(words)), FIELDS.keyword);
      }
      this.post(doc);
      this.addWeights(doc, list(weights));
    }

    // What grams say for or against a list, learnt from questions: +2~gram~gram~-1~gram.
    addWeights(doc, parts) {
      let weight = 0;
      for (const part of parts) {
        if (/^[+-]/.test(part)) weight = Number(part);
        else {
          const gram = part.replace(/^(\p{Script=Han})(\p{Script=Han})$/u, "$1 $2");
          for (const token of gram.split(" ")) if (!isHan(token)) this.vocabulary.add(token);
          this.learnt.set(gram, (this.learnt.get(gram) ?? new Map()).set(doc.at, weight));
        }
      }
    }

    post(doc) {
      for (const [gram, weight] of doc.weights) {
        let hits = this.postings.get(gram);
        if (!hits) {
          hits = new Map();
          this.postings.set(gram, hits);
        }
        hits.set(doc.at, (hits.get(doc.at) ?? 0) + weight);
      }
      doc.weights = new Map();
    }

    // A code is shown under its rail, and what it means only where that holds on every rail.
    addCode(doc, action) {
      doc.meaning = doc.title;
      doc.action = parseInt(action, 10);
      doc.isAtOnce = action.endsWith("!");
      const [rail, code] = [this.railOrder[doc.url], doc.code.toLowerCase()];
      doc.rail = rail;
      this.codes.set(code, [...(this.codes.get(code) ?? []), doc]);
      this.weigh(doc, this.grams(this.read(this.data.rails[rail])), FIELDS.note);
      doc.note = doc.note ? this.data.railFirst : doc.title;
      doc.title = `${doc.code} · ${this.data.rails[rail]}`;
      doc.url = `codes/${rail}/#${doc.code}`;
    }

    addPhrase(doc, text, weight, isWhole) {
      const folded = this.fold(text);
      const grams = this.grams(this.read(folded));
      doc.phrases.push({ folded, grams, isTitle: weight === FIELDS.title, worth: weight === FIELDS.keyword ? TURN_WORTH : 1, exact: isWhole ? bare(folded) : null });
      if (weight) this.weigh(doc, grams, weight);
    }

    weigh(doc, grams, weight) {
      for (const gram of grams.keys()) doc.weights.set(gram, (doc.weights.get(gram) ?? 0) + weight);
    }

    // Tokens with synonyms made one, and which of them say little. The words of records are learnt, those of queries mended.
    read(text, isQuery = false) {
      const tokens = split(isQuery ? text : this.fold(text));
      if (isQuery) return this.meant(this.corrected(tokens));
      this.learn(tokens);
      return this.meant(tokens);
    }

    meant(tokens) {
      const read = [];
      for (let at = 0; at < tokens.length; ) {
        let length = Math.min(this.longestSame, tokens.length - at);
        while (length && !this.same.has(tokens.slice(at, at + length).join(" "))) length--;
        read.push(...(length ? this.same.get(tokens.slice(at, at + length).join(" ")) : [tokens[at]]));
        at += length || 1;
      }
      return this.marked(read);
    }

    marked(tokens) {
      const weak = tokens.map(() => false);
      for (let at = 0; at < tokens.length; at++) {
        for (let length = Math.min(5, tokens.length - at); length; length--) {
          if (!this.weak.has(tokens.slice(at, at + length).join(" "))) continue;
          weak.fill(true, at, at + length);
          at += length - 1;
          break;
        }
      }
      return { tokens, weak };
    }

    learn(tokens) {
      for (let at = 0; at < tokens.length; at++) {
        if (isHan(tokens[at])) continue;
        this.vocabulary.add(tokens[at]);
        if (at && !isHan(tokens[at - 1])) this.joined.set(tokens[at - 1] + tokens[at], [tokens[at - 1], tokens[at]]);
      }
    }

    // Words of letters as the records spell them: taken apart, put together, or mended.
    corrected(tokens) {
      const found = [];
      for (let at = 0; at < tokens.length; at++) {
        const [word, next] = [tokens[at], tokens[at + 1]];
        if (isHan(word)) found.push(word);
        else if (next && !isHan(next) && this.vocabulary.has(word + next) && !this.joined.has(word + next)) {
          found.push(word + next);
          at++;
        } else if (this.vocabulary.has(word)) found.push(word);
        else if (this.joined.has(word)) found.push(...this.joined.get(word));
        else found.push(this.nearest(word, at === tokens.length - 1));
      }
      return found;
    }

    // The known word that takes the fewest changes; of two, the one that begins alike for longer.
    nearest(word, isLast) {
      if (/\d/.test(word)) return word;
      const limit = word.length > 6 ? 2 : word.length > 3 ? 1 : 0;
      let [best, least, alike] = [word, limit + 1, 0];
      let shortest = Infinity;
      for (const known of this.vocabulary) {
        if (isLast && word.length > 1 && known.startsWith(word) && known.length < shortest) {
          [best, shortest, least] = [known, known.length, 0];
        } else if (limit && least) {
          const away = distance(word, known, Math.min(limit, least));
          if (away > least || away > limit) continue;
          const same = beginning(word, known);
          if (away < least || same > alike) [best, least, alike] = [known, away, same];
        }
      }
      return best;
    }

    // What is compared: characters and words, and neighbours in pairs; gram → how much it says, 0 to 1.
    grams({ tokens, weak }) {
      const grams = new Map();
      const put = (gram, weight) => grams.set(gram, Math.max(weight, grams.get(gram) ?? 0));
      tokens.forEach((token, at) => {
        put(token, isHan(token) ? (weak[at] ? 0.2 : 0.8) : weak[at] ? 0.3 : 1);
        if (!at) return;
        const before = tokens[at - 1];
        const together = isHan(token) && isHan(before) ? 1 : 0.25;
        put(before + " " + token, together * (weak[at] && weak[at - 1] ? 0.2 : weak[at] || weak[at - 1] ? 0.6 : 1));
      });
      return grams;
    }

    idf(gram) {
      return this.postings.get(gram)?.idf ?? Math.log(1 + this.docs.length / 2);
    }

    total(grams) {
      let sum = 0;
      for (const [gram, weight] of grams) sum += weight * this.idf(gram);
      return sum;
    }

    // How likely each list is meant for which a gram has a weight, all lists together 1: a softmax.
    beliefs(grams) {
      const sums = new Map();
      for (const [gram, share] of grams) for (const [at, weight] of this.learnt.get(gram) ?? []) sums.set(at, (sums.get(at) ?? 0) + share * weight);
      let all = this.docs.filter((doc) => doc.kind === "symptom").length - sums.size; // e⁰ each
      for (const sum of sums.values()) all += Math.exp(sum);
      return new Map(Array.from(sums, ([at, sum]) => [at, Math.exp(sum) / all]));
    }

    // How much two phrases share, 0 to 1.
    alike(grams, total, phrase) {
      let shared = 0;
      const [few, many] = grams.size < phrase.grams.size ? [grams, phrase.grams] : [phrase.grams, grams];
      for (const [gram, weight] of few) if (many.has(gram)) shared += Math.min(weight, many.get(gram)) * this.idf(gram);
      return (2 * shared) / (total + phrase.total || 1);
    }

    // ── readings of characters ──

    syllables(folded, readings = this.readings) {
      return (folded.match(/[a-z0-9]+|\p{Script=Han}/gu) ?? []).flatMap(
        (word) => readings.get(word) ?? this.readings.get(word) ?? (this.vocabulary.has(word) ? word : this.parted(word)),
      );
    }

    // Letters as the readings they are made of, the longest first; as they are where that leaves a rest.
    parted(letters) {
      const ends = new Set();
      const part = (from) => {
        if (from === letters.length) return [];
        if (ends.has(from)) return null;
        ends.add(from);
        for (let end = Math.min(from + 6, letters.length); end > from; end--) {
          const rest = this.spellings.has(letters.slice(from, end)) && part(end);
          if (rest) return [letters.slice(from, end), ...rest];
        }
        return null;
      };
      return part(0) ?? letters;
    }

    sounds(phrase) {
      if (!phrase.sound) {
        const tokens = this.syllables(phrase.folded);
        const other = this.syllables(phrase.folded, this.otherReadings);
        const spelled = [tokens.join(""), tokens.map((token) => token[0]).join(""), other.join(""), other.map((token) => token[0]).join("")];
        phrase.sound = { grams: pairs(tokens), spelled };
      }
      return phrase.sound;
    }

    // Latin letters that may be the reading of Chinese words, whole or by initials.
    spelled(letters, phrase) {
      const [full, initials, otherFull, otherInitials] = this.sounds(phrase).spelled;
      if (letters === full || letters === otherFull) return 1;
      if (letters.length > 3 && (full.includes(letters) || otherFull.includes(letters))) return 0.5 + (0.4 * letters.length) / full.length;
      if (letters.length > 2 && (letters === initials || letters === otherInitials)) return 0.8;
      if (letters.length > 5 && distance(letters, full, 1) === 1) return 0.8;
      return letters.length > 3 && (initials.includes(letters) || otherInitials.includes(letters)) ? 0.5 : 0;
    }

    // ── an answer ──

    // The records that answer `raw`, best first: [{doc, score, exact}].
    find(raw) {
      const folded = this.fold(raw.slice(0, LONGEST)).trim();
      const routed = this.route(folded);
      if (routed.prefix) return routed.prefix.map((doc) => ({ doc, score: ONLY_CODE }));
      if (routed.unlisted) return [];
      const { subject, query, grams, beliefs } = this.asked(folded);
      const wants = subject !== folded;
      const total = this.total(grams);
      const scores = this.retrieve(grams, total);
      const hits = [...scores].sort((a, b) => b[1] - a[1]).slice(0, RERANKED);
      const known = new Map(hits);
      for (const doc of routed.docs) if (!known.has(doc.at)) hits.push([doc.at, 0]);
      for (const doc of this.named(bare(folded), bare(subject))) if (!known.has(doc.at) && !routed.docs.includes(doc)) hits.push([doc.at, scores.get(doc.at) ?? 0]);
      for (const at of this.unheard(folded, query, known)) hits.push([at, 0]);
      for (const [at, belief] of beliefs) if (belief > (this.urgent.has(at) ? EACH_AT_STAKE : LIKELY) && !hits.some(([each]) => each === at)) hits.push([at, scores.get(at) ?? 0]);
      const ranked = hits.map(([at, score]) => this.rank(this.docs[at], score, { folded, exact: bare(folded), subject: bare(subject), grams, total, beliefs, routed, wants }));
      const isFound = ranked.some((hit) => hit.score >= LEAST);
      return this.urgentFirst(this.ordered(ranked.filter((hit) => isFound && hit.score > 0.05), wants), beliefs, routed);
    }

    // A folded query without "what is" and its like, what of it is compared, and what that speaks for: kept until the next.
    asked(folded) {
      if (this.last?.folded !== folded) {
        const subject = this.subject(folded);
        const query = this.read(bare(subject) ? subject : folded, true);
        const grams = this.grams(query);
        this.last = { folded, subject, query, grams, beliefs: this.beliefs(grams) };
      }
      return this.last;
    }

    // Records that are called what was typed, however many others hold the same words.
    named(...names) {
      return this.docs.filter((doc) => doc.phrases.some((phrase) => names.includes(phrase.exact)));
    }

    // What a query asks the meaning of: without "what is" and its like.
    subject(folded) {
      let left = ` ${folded} `;
      for (const words of this.meaning) left = left.replaceAll(isHan(words) ? words : ` ${words} `, " ");
      return left.trim();
    }

    retrieve(grams, total) {
      const scores = new Map();
      const shares = new Map();
      for (const [gram, weight] of grams) {
        const hits = this.postings.get(gram);
        if (!hits) continue;
        const worth = weight * (hits.idf ?? 0);
        for (const [at, strength] of hits) {
          scores.set(at, (scores.get(at) ?? 0) + (worth * strength) / (strength + 1.2));
          shares.set(at, (shares.get(at) ?? 0) + worth);
        }
      }
      for (const [at, score] of scores) scores.set(at, score * (0.6 + (0.4 * shares.get(at)) / (total || 1)) ** 1.5 * PRIORS[this.docs[at].kind]);
      return scores;
    }

    // Records found by their sound alone: typed in Latin letters, or with the wrong characters.
    unheard(folded, { tokens }, known) {
      if (!this.readings.size) return [];
      const letters = folded.replace(/[^a-z]/g, "");
      const isSpelled = letters.length > 1 && !tokens.some((token) => isHan(token) || (this.postings.has(token) && token.length > 1));
      if (!isSpelled) return [];
      const isHeard = (phrase) => this.heard(folded, phrase) > 0.4 || this.spelled(letters, phrase) > 0;
      return this.docs.filter((doc) => !known.has(doc.at) && doc.phrases.some(isHeard)).map((doc) => doc.at);
    }

    // How much of a phrase sounds like the query, 0 to 1.
    heard(folded, phrase) {
      if (this.sounded?.folded !== folded) this.sounded = { folded, grams: pairs(this.syllables(folded)) };
      return overlap(this.sounded.grams, this.sounds(phrase).grams);
    }

    rank(doc, score, asked) {
      let best = 0;
      let exact = 0;
      const prior = PRIORS[doc.kind] * (asked.wants && doc.kind === "term" ? 2 : 1);
      for (const phrase of doc.phrases) {
        if (phrase.exact === asked.exact || (doc.kind === "term" && phrase.exact === asked.subject && asked.wants)) exact = Math.max(exact, phrase.isTitle || doc.code ? 1 + prior : prior);
        best = Math.max(best, this.closeness(phrase, asked) * phrase.worth);
      }
      let sum = score * (asked.wants && doc.kind === "term" ? 2 : 1) + 4 * best * best * prior * (1 + Math.log(1 + asked.total));
      // A number in the middle of a sentence may be a code, and is more often a sum or a room.
      if (!asked.routed.isNamed && !asked.routed.isOnly) sum += (BELIEF + BELIEF_RISE * asked.total) * (asked.beliefs.get(doc.at) ?? 0);
      if (asked.routed.docs.includes(doc)) sum = asked.routed.isOnly ? ONLY_CODE : sum + (asked.routed.isNamed ? NAMED_CODE * (1 + best) : A_CODE);
      if (doc.code) sum -= this.railOrder.indexOf(doc.rail) * 0.3;
      if (exact && doc.code && sum < ONLY_CODE / 2) sum = 0; // the same words on two rails: in the order of the rails
      return { doc, exact, score: sum + EXACT * exact };
    }

    closeness(phrase, { folded, grams, total }) {
      let close = this.alike(grams, total, phrase);
      if (close >= 0.8 || !this.readings.size) return close;
      close = Math.max(close, 0.9 * this.heard(folded, phrase));
      const letters = /\p{Script=Han}/u.test(folded) ? "" : folded.replace(/[^a-z]/g, "");
      return letters.length > 1 ? Math.max(close, 0.9 * this.spelled(letters, phrase)) : close;
    }

    // By score; but a remedy, a case or a term never before the symptom that leads to it, unless the title of a remedy or a
    // term was typed: any other name says what happens at the counter. A remedy on top brings its symptom along.
    ordered(hits, wants) {
      hits.sort((a, b) => b.score - a.score || KINDS.indexOf(a.doc.kind) - KINDS.indexOf(b.doc.kind) || a.doc.at - b.doc.at);
      for (let at = 0; at < hits.length; at++) {
        const { doc, exact } = hits[at];
        if ((exact > 1 && doc.kind !== "case") || (wants && doc.kind === "term") || !doc.leads.length || hits.slice(0, at).some((hit) => doc.leads.includes(hit.doc.at))) continue;
        const from = hits.findIndex((hit, later) => later > at && doc.leads.includes(hit.doc.at));
        if (from > 0) hits.splice(at, 0, ...hits.splice(from, 1));
        else if (at < 3 && doc.kind === "resolution") hits.splice(at, 0, { doc: this.docs[doc.leads[0]], exact: 0, score: hits[at].score });
      }
      return hits;
    }

    // Whether the weights speak for the lists about money, together.
    isAtStake(beliefs) {
      return [...this.urgent].reduce((sum, at) => sum + (beliefs.get(at) ?? 0), 0) >= AT_STAKE;
    }

    // Where money may be at stake, every list that may be meant comes before the other lists: a look too many costs seconds,
    // the wrong list another payment. A code, what was called by its name, and what is found far better keep their place.
    urgentFirst(hits, beliefs, routed) {
      const isFirst = ({ doc }) => this.urgent.has(doc.at) && (beliefs.get(doc.at) ?? 0) > EACH_AT_STAKE;
      const first = hits.filter(isFirst);
      if (!first.length || !this.isAtStake(beliefs) || routed.isNamed || routed.isOnly) return hits;
      if (hits.some((hit) => hit.exact) || hits[0].doc.kind !== "symptom" || first[0].score < FAR_BETTER * hits[0].score) return hits;
      return [...first, ...hits.filter((hit) => !isFirst(hit))];
    }

    // Whether what not to do has to be said above the answers.
    warns(raw) {
      return this.isAtStake(this.asked(this.fold(raw.slice(0, LONGEST)).trim()).beliefs);
    }

    // The listed code that was meant where a letter was typed for a digit.
    twin(word) {
      const other = word.replaceAll("o", "0").replace(/[il]/g, "1");
      return other !== word && this.codes.has(other) ? other : "";
    }

    // Codes in a query, before synonyms can hide the words around them. One is named when a word such as "error" stands
    // before it or nothing does, and alone when only such words are left. One that is
    // not listed, or has a letter in place of a digit, is asked about.
    route(typed) {
      const folded = typed.replace(/^([a-z0-9]) ([a-z0-9])$/, "$1$2");
      const found = [];
      let unlisted = "";
      let isNamed = false;
      let isSaid = false; // a word such as "error" comes before it
      let rest = folded;
      for (const { 0: word, index } of folded.matchAll(/[a-z0-9]+(?:[._]+[a-z0-9]+)*/g)) {
        const after = folded.slice(index + word.length).trimStart();
        if (this.units.some((unit) => after.startsWith(unit))) continue;
        const code = word.replace(/^[a-z_]+\.(?=.)/, ""); // the family of a wallet's code stands in front of a dot
        if (!this.codes.has(code) && !/^\d$/.test(code)) {
          if (!/^[a-z0-9]{1,2}$/.test(code)) continue;
          if (this.twin(code) || (/\d/.test(code) && !this.vocabulary.has(code))) unlisted = code;
          continue;
        }
        found.push(code);
        const before = folded.slice(0, index).trimEnd();
        isSaid ||= this.codeWords.some((around) => before.endsWith(around));
        isNamed ||= !before || isSaid;
        rest = rest.replace(word, " ");
      }
      if (unlisted && !found.length && this.saysNothing(folded.replace(unlisted, " "))) return { codes: [], docs: [], unlisted };
      const isOnly = this.saysNothing(rest);
      const [code] = found;
      if (found.length === 1 && isOnly && code.length === 1) {
        const all = [...this.codes].filter(([known]) => known.startsWith(code)).sort(([a], [b]) => (a < b ? -1 : 1));
        return { codes: [], docs: [], prefix: all.flatMap(([, docs]) => docs.slice(0, 1)) };
      }
      // Two numbers are sums: "charged 150 should be 15".
      if (!isSaid && !isOnly && (folded.match(/\d+/g) ?? []).length > 1) return { codes: [], docs: [] };
      return { codes: isNamed ? found.filter((each) => this.codes.has(each)) : [], docs: found.flatMap((each) => this.codes.get(each) ?? []), isNamed, isOnly: isOnly && found.length > 0 };
    }

    // Whether nothing but words that stand around a code is left.
    saysNothing(rest) {
      let left = rest;
      for (const words of this.aroundCodeHan) left = left.replaceAll(words, " ");
      return (left.match(/[a-z0-9]+|\p{Script=Han}/gu) ?? []).every((word) => this.aroundCode.has(word));
    }
  }

  const pairs = (tokens) => {
    const found = new Map();
    tokens.forEach((token, at) => {
      found.set(token, 0.6);
      if (at) found.set(tokens[at - 1] + " " + token, 1);
    });
    return found;
  };

  const overlap = (a, b) => {
    let [shared, all] = [0, 0];
    for (const [gram, weight] of a) {
      all += weight;
      if (b.has(gram)) shared += weight;
    }
    for (const weight of b.values()) all += weight;
    return (2 * shared) / (all || 1);
  };

  // ── the box ──

  const element = (name, className, text) => {
    const made = document.createElement(name);
    if (className) made.className = className;
    made.textContent = text;
    return made;
  };

  // A pictogram beside words that say the same. The lines were written by the build, not by whoever drew them.
  const SVG = '<svg xmlns="http://www.w3.org/2000/svg" class="icon" viewBox="0 0 24 24" aria-hidden="true">';
  const icon = (lines) => new DOMParser().parseFromString(`${SVG}${lines}</svg>`, "image/svg+xml").documentElement;

  // Everything typed and found is put in as text, never as markup.
  class Box {
    constructor(form, data) {
      this.data = data;
      this.root = form.dataset.root;
      this.input = form.querySelector("input");
      this.list = form.querySelector("#search-results");
      this.status = form.querySelector("[role=status]");
      this.isSearchPage = "page" in form.dataset;
      this.index = new Index(data);
      /** @type {Promise<void> | undefined} */
      this.foreign = undefined;
      /** @type {Index | undefined} */
      this.foreignIndex = undefined;
      this.list.dataset.state = "busy";
      /** @type {HTMLElement | undefined} the way to the first list about money, where there is one */
      this.doubt = undefined;
      this.form = form;
      this.input.addEventListener("input", () => this.answer());
      form.addEventListener("submit", (event) => {
        if (!this.isSearchPage || !this.isReady) return;
        event.preventDefault();
        this.remember();
        this.list.querySelector("a")?.focus();
      });
      this.list.addEventListener("click", () => this.isSearchPage && this.remember());
    }

    async start() {
      await this.index.build();
      const [place] = this.index.urgent;
      if (place !== undefined) {
        this.doubt = this.link(this.index.docs[place].url, this.data.words.doubt, "doubt");
        this.doubt.addEventListener("click", () => this.isSearchPage && this.remember());
        this.status.after(this.doubt);
      }
      this.isReady = true;
      this.answer();
      return this;
    }

    answer() {
      if (!this.isReady) return;
      const query = this.input.value.trim();
      const index = this.indexFor(query);
      if (!index) {
        this.list.dataset.state = "busy";
        return;
      }
      const cards = this.data.code ? this.cards(query) : [];
      const [first, rest] = this.sort(this.hits(index, query, cards.length > 0));
      const shown = [...cards, ...first.map((hit) => this.item(hit)), ...rest.map((hit) => this.item(hit))];
      const count = shown.length;
      if (query && this.isForeign(query)) shown.push(...this.elsewhere(query));
      if (!cards.length && shown.length < 3 && (query || this.isSearchPage)) shown.push(...this.data.triage.map((entry) => this.question(entry)));
      // Money comes first, whatever was typed: as the answer, or as one line above all answers.
      const isMoney = first.length > 0 && this.index.urgent.has(first[0].doc.at);
      if (isMoney || (first.length && index.warns(query))) shown.splice(cards.length, 0, element("li", "do", this.data.words.urgent));
      if (this.doubt) this.doubt.hidden = !first.length || (isMoney && !cards.length);
      if (rest.length) shown.splice(count - rest.length, 0, element("li", "label", this.data.words.more));
      this.list.replaceChildren(...shown);
      this.list.hidden = !shown.length;
      this.status.textContent = query ? (count ? this.found(count) : this.data.words.none) : "";
      this.list.dataset.state = "ready";
      document.documentElement.classList.remove("asked");
      if (query) this.show();
    }

    found(count) {
      const forms = this.data.found;
      const form = new Intl.PluralRules(document.documentElement.lang).select(count);
      return (forms[form] ?? forms.other).replace("{count}", count);
    }

    // Below a phone's keyboard nobody sees an answer.
    show() {
      const height = window.visualViewport?.height ?? window.innerHeight;
      if (document.activeElement === this.input && this.list.getBoundingClientRect().top > height / 2) this.form.scrollIntoView();
    }

    // What was typed stands in the address once it was sent, or an answer was opened: so it is there on the way back.
    remember() {
      const query = this.input.value.trim();
      try {
        history.replaceState(history.state, "", query ? `?q=${encodeURIComponent(query.slice(0, LONGEST))}` : location.pathname);
      } catch {
        // A page opened from a folder may not change its address.
      }
    }

    href(url) {
      const isFolder = location.protocol === "file:";
      return this.root + (isFolder ? url.replace(/(^|\/)([?#].*)?$/, "$1index.html$2") : url);
    }

    link(url, text, className) {
      const made = element("a", className, text);
      made.href = this.href(url);
      return made;
    }

    item({ doc }) {
      const item = element("li", doc.kind, "");
      const main = this.link(doc.url, "", "entry");
      if (this.data.icons[doc.url]) main.append(icon(this.data.icons[doc.url]), " ");
      main.append(element("strong", "", doc.title), " ", element("span", "kind", this.data.words[doc.kind]));
      if (doc.note) main.append(element("span", "", doc.note));
      item.append(main);
      return item;
    }

    // The best answer and the checklists; what else fits stands below them.
    sort(hits) {
      const isList = (hit) => hit.doc.kind === "symptom";
      if (!hits.some(isList)) return [hits, []];
      const isAbove = (hit, at) => at === 0 || isList(hit);
      return [hits.filter(isAbove), hits.filter((hit, at) => !isAbove(hit, at))];
    }

    // The answers to a query, without the codes that a card has answered already.
    hits(index, query, hasCards) {
      const found = query ? index.find(query) : [];
      const own = (hit) => ({ doc: this.index.docs.find((doc) => doc.url === hit.doc.url) });
      const hits = index === this.index ? found : found.map(own).filter(({ doc }) => doc);
      return (hasCards ? hits.filter(({ doc }) => !doc.code) : hits).slice(0, SHOWN);
    }

    cards(query) {
      const { codes, unlisted } = this.index.route(this.index.fold(query.slice(0, LONGEST)).trim());
      return unlisted ? [this.unlistedCard(unlisted)] : codes.map((code) => this.codeCard(code));
    }

    // A code, answered here: at once where the rail changes nothing, otherwise after the question how it was paid.
    codeCard(code) {
      const docs = this.index.codes.get(code);
      const [{ code: shown, meaning, action }] = docs;
      const words = this.data.code;
      const item = element("li", "code", "");
      if (docs.every((doc) => doc.isAtOnce)) {
        const main = this.link(`codes/?code=${shown}`, "", "entry");
        main.append(element("b", "number", shown), element("strong", "", ` ${meaning}`), element("span", "", words.actions[action]), element("span", "", words.retry));
        item.append(main);
        return item;
      }
      const label = element("p", "label", ` ${words.ask}`);
      label.prepend(element("b", "number", shown));
      item.append(label, ...docs.map((doc) => this.link(`codes/?code=${shown}&rail=${doc.rail}`, this.data.rails[doc.rail], "entry")));
      item.append(this.link(`codes/?code=${shown}&rail=`, words.unsure, "entry"));
      return item;
    }

    // A code that is not listed is said to be so, wherever it is typed.
    unlistedCard(code) {
      const words = this.data.code;
      const twin = this.index.twin(code).toUpperCase();
      const item = element("li", "code unlisted", "");
      const label = element("p", "label", ` ${words.none}`);
      label.prepend(element("b", "number", code.toUpperCase()));
      item.append(label);
      if (twin) item.append(this.link(`codes/?code=${twin}`, `${words.meant} ${twin}?`, "entry"));
      item.append(element("p", "", words.unlisted), ...words.doubt.map(([url, title]) => this.link(url, title, "entry")));
      return item;
    }

    question([title, ...places]) {
      const item = element("li", "question", "");
      item.append(element("span", "label", title));
      for (const place of places) item.append(this.link(this.index.docs[place].url, this.index.docs[place].title, "entry"));
      return item;
    }

    // A screen may speak another language than the page: Chinese words are looked up in the records of the first language,
    // fetched once, and what they find is shown in this one. Nothing while those are on their way.
    indexFor(query) {
      if (this.index.readings.size || !this.data.others.length || !this.isForeign(query)) return this.index;
      this.foreign ??= new Promise((resolve, reject) => {
        const script = element("script", "", "");
        script.src = `${this.root}${this.data.others[0][1]}records.js`;
        script.addEventListener("load", resolve);
        script.addEventListener("error", reject);
        document.head.append(script);
      })
        .then(() => new Index(/** @type {any} */ (window).countersideRecords).build())
        .catch(() => this.index)
        .then((index) => {
          this.foreignIndex = index;
          this.answer();
        });
      return this.foreignIndex;
    }

    // Words of another language than the records'.
    isForeign(query) {
      const hasHan = /\p{Script=Han}/u.test(query);
      return this.index.readings.size ? !hasHan && /[a-z]{3}/i.test(query) : hasHan;
    }

    elsewhere(query) {
      return this.data.others.map(([language, url, words]) => {
        const item = element("li", "elsewhere", "");
        const link = this.link(url, `${words} ${query.slice(0, LONGEST)}`, "entry");
        link.search = `?q=${encodeURIComponent(query.slice(0, LONGEST))}`;
        item.lang = language;
        item.append(link);
        return item;
      });
    }
  }

  const form = document.querySelector("[data-search]");
  const page = /** @type {any} */ (window);
  page.countersideSearch = { Index, SHOWN, box: form && new Box(form, page.countersideRecords).start() };
})();
