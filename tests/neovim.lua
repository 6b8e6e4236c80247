-- Drives `newslint server` as a writer in Neovim does; the last line that it prints is a JSON object of what was seen.
-- Neovim's own functions do the work: what they show and change in the buffer is what counts.
local command = vim.fn.json_decode(vim.env.NEWSLINT_COMMAND)
local seen = {}

local function lines() return vim.api.nvim_buf_get_lines(0, 0, -1, false) end

local function wait(what, ready)
  if not vim.wait(30000, ready, 50) then error("waited in vain for " .. what) end
end

local function messages()
  return vim.tbl_map(function(found) return found.message end, vim.diagnostic.get(0))
end

-- A menu of actions is answered by the first title that begins so.
local function choose(title)
  vim.ui.select = function(items, options, on_choice)
    for index, item in ipairs(items) do
      if options.format_item(item):find(title, 1, true) == 1 then return on_choice(item, index) end
    end
    error("no action begins with " .. title)
  end
end

local function act(title, row, column)
  local before = table.concat(lines(), "\n")
  choose(title)
  vim.api.nvim_win_set_cursor(0, { row, column })
  vim.lsp.buf.code_action()
  wait("an edit by " .. title, function() return table.concat(lines(), "\n") ~= before end)
  return lines()
end

local function main()
  local config = { name = "newslint", cmd = command, root_dir = vim.fn.getcwd() }
  if vim.lsp.start then
    vim.lsp.start(config)
  else -- before 0.8
    vim.lsp.buf_attach_client(0, vim.lsp.start_client(config))
  end
  wait("diagnostics", function() return #vim.diagnostic.get(0) >= 2 end)
  local first = vim.diagnostic.get(0)[1]
  seen.messages, seen.code, seen.source = messages(), first.code, first.source
  seen.place = { first.lnum, first.col }
  seen.fixed = act("Replace", first.lnum + 1, first.col)
  wait("diagnostics of the new text", function() return #vim.diagnostic.get(0) == #seen.messages - 1 end)
  seen.all = act("newslint: make all safe fixes", 1, 0)
  wait("no diagnostics", function() return #vim.diagnostic.get(0) == 0 end)
  vim.cmd("undo")
  seen.undone = lines()
end

local done, trouble = pcall(main)
if not done then seen.trouble = tostring(trouble) end
io.stdout:write(vim.fn.json_encode(seen) .. "\n")
vim.cmd("qall!")
