-- :KaleTag

local kale = require('kale.client')

local M = {}

local TAGS = { 'functions', 'imports', 'pipeline-metrics', 'pipeline-parameters', 'prev:', 'skip', 'step:' }

--- Whether the title speaks of this tag, and not only of a longer one that holds it.
---@param title string
---@param tag string
local function names_tag(title, tag)
  local from = 1
  while true do
    local first, last = title:find(tag, from, true)
    if not first then
      return false
    end
    local before, after = title:sub(first - 1, first - 1), title:sub(last + 1, last + 1)
    local is_whole = not before:match('[%w_:/.-]') and (tag:sub(-1) == ':' or not after:match('[%w_:/.-]'))
    if is_whole then
      return true
    end
    from = first + 1
  end
end

--- Offers the server's actions on the tags of the cursor's cell.
---@param tag string only actions that name this tag, the only one at once; empty for all, to choose from
function M.tag(tag)
  if not kale.attached() then
    return
  end
  vim.lsp.buf.code_action({
    context = { only = { 'quickfix', 'refactor' } },
    apply = tag ~= '',
    filter = function(action)
      return tag == '' or names_tag(action.title, tag)
    end,
  })
end

--- The tags of Kale's language that begin as typed; behind `prev:` the steps of the current buffer.
---@param typed string
---@return string[]
function M.complete(typed)
  local tags = vim.list_slice(TAGS)
  if vim.startswith(typed, 'prev:') then
    for _, line in ipairs(vim.api.nvim_buf_get_lines(0, 0, -1, false)) do
      for step in line:gmatch('%f[%w_]step:([_%l%d]+)') do
        table.insert(tags, 'prev:' .. step)
      end
    end
  end
  return vim.tbl_filter(function(tag)
    return vim.startswith(tag, typed)
  end, vim.fn.uniq(vim.fn.sort(tags)))
end

return M
