-- What a person does with one checklist in Neovim: looks, mistypes a link, takes the quick fix, asks and renames.
-- `record.py` runs this; the first lines are those of docs/contribute/.
vim.lsp.config.counterside = { cmd = vim.split(vim.env.SERVER, " "), filetypes = { "yaml" }, root_markers = { "checklists" } }
vim.lsp.enable("counterside")

local function wait(what, is_done)
  if not vim.wait(60000, is_done, 20) then
    error("waited in vain for " .. what)
  end
end

local function problems()
  return #vim.diagnostic.get(0)
end

vim.cmd.edit("checklists/symptoms/flap-stuck.yml")
local told = 0
vim.api.nvim_create_autocmd("DiagnosticChanged", { callback = function() told = told + 1 end })
wait("the server", function() return vim.lsp.get_clients({ bufnr = 0 })[1] ~= nil end)
local client = vim.lsp.get_clients({ bufnr = 0 })[1]
wait("the first problems", function() return told > 0 end)

local row = vim.fn.search("not_seen: resolution:brush-the-hinge") - 1
local line = vim.api.nvim_buf_get_lines(0, row, row + 1, true)[1]
local column = line:find("resolution:", 1, true) - 1
local document = { uri = vim.uri_from_bufnr(0) }

local function ask(method, more)
  local found = client:request_sync(method, vim.tbl_extend("force", { textDocument = document }, more or {}), 60000, 0)
  assert(found and not found.err, method)
  return found.result
end

-- the last letter is lost, and the quick fix brings it back
vim.api.nvim_buf_set_text(0, row, #line - 1, row, #line, { "" })
wait("a dead link", function() return problems() == 1 end)
local dead = vim.diagnostic.get(0)[1]
local range = dead.user_data.lsp.range
local actions = ask("textDocument/codeAction", { range = range, context = { diagnostics = { dead.user_data.lsp } } })
vim.lsp.util.apply_workspace_edit(actions[1].edit, client.offset_encoding)
wait("no problem", function() return problems() == 0 end)
assert(vim.api.nvim_buf_get_lines(0, row, row + 1, true)[1] == line, "the quick fix wrote something else")

local place = { line = row, character = column + #"resolution:brush" }
ask("textDocument/completion", { position = { line = row, character = column + #"resolution:" } })
ask("textDocument/hover", { position = place })
ask("textDocument/definition", { position = place })
ask("textDocument/references", { position = place, context = { includeDeclaration = false } })
ask("textDocument/rename", { position = place, newName = "sweep-the-hinge" })
ask("textDocument/documentSymbol")
vim.cmd("qall!")
