-- What the commands of plugin/kale_lsp.lua do.

local M = {}

local TAGS = { 'functions', 'imports', 'pipeline-metrics', 'pipeline-parameters', 'prev:', 'skip', 'step:' }

---@param message string
---@param level? integer
local function notify(message, level)
  vim.notify('kale: ' .. message, level or vim.log.levels.INFO)
end

--- The kale-lsp of the current buffer; tells the person when there is none.
---@return vim.lsp.Client?
local function attached_client()
  local client = vim.lsp.get_clients({ bufnr = 0, name = 'kale_lsp' })[1]
  if not client then
    notify('kale-lsp is not running for this buffer; see :checkhealth vim.lsp', vim.log.levels.ERROR)
  end
  return client
end

---@param diagnostics lsp.Diagnostic[]
local function tell_errors(diagnostics)
  local errors = vim.tbl_filter(function(diagnostic)
    return diagnostic.severity == vim.lsp.protocol.DiagnosticSeverity.Error
  end, diagnostics)
  local count = #errors == 1 and '1 error' or #errors .. ' errors'
  local first = errors[1] and ': ' .. errors[1].message or ''
  notify('not compiled, ' .. count .. first, vim.log.levels.ERROR)
end

--- Compiles the notebook of the current buffer, as it stands in the buffer.
---@param output_directory string where to; empty for the place that the notebook names, or .kale beside it
function M.compile(output_directory)
  local client = attached_client()
  if not client then
    return
  end
  local argument = { uri = vim.uri_from_bufnr(0) }
  if output_directory ~= '' then
    argument.outputDirectory = vim.fs.abspath(output_directory)
  end
  local params = { command = 'kale.compile', arguments = { argument } }
  client:request('workspace/executeCommand', params, function(failure, result)
    if failure then
      notify('not compiled: ' .. failure.message, vim.log.levels.ERROR)
    elseif type(result.pipelineSpecPath) ~= 'string' then
      tell_errors(result.diagnostics or {})
    else
      notify(('wrote %s and %s'):format(result.pipelineSpecPath, result.dslPath))
    end
  end, 0)
end

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
  if not attached_client() then
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

--- The tags of Kale's language that begin as typed.
---@param typed string
---@return string[]
function M.complete_tag(typed)
  return vim.tbl_filter(function(tag)
    return vim.startswith(tag, typed)
  end, TAGS)
end

return M
