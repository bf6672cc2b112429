-- What the commands and keys of this plugin do.

local M = {}

local TAGS = { 'functions', 'imports', 'pipeline-metrics', 'pipeline-parameters', 'prev:', 'skip', 'step:' }

---@param message string
---@param level? integer
local function notify(message, level)
  vim.notify('kale: ' .. message, level or vim.log.levels.INFO)
end

--- Tells the person, once, where the server's program is missing: Neovim itself says nothing then.
function M.tell_if_missing()
  local command = vim.lsp.config.kale_lsp.cmd
  if type(command) == 'table' and vim.fn.executable(command[1]) == 0 then
    local message = ("kale: no program '%s'; see :help kale-lsp-requirements"):format(command[1])
    -- not before the file is on the screen, which would be drawn over the message
    vim.schedule(function()
      vim.notify_once(message, vim.log.levels.WARN)
    end)
  end
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

--- Opens the errors that kept a notebook from being compiled as a location list.
---@param client vim.lsp.Client
---@param uri string
---@param diagnostics lsp.Diagnostic[]
local function show_errors(client, uri, diagnostics)
  local locations, messages = {}, {}
  for _, diagnostic in ipairs(diagnostics) do
    if diagnostic.severity == vim.lsp.protocol.DiagnosticSeverity.Error then
      table.insert(locations, { uri = uri, range = diagnostic.range, user_data = #locations + 1 })
      table.insert(messages, diagnostic.message)
    end
  end
  local items = vim.lsp.util.locations_to_items(locations, client.offset_encoding)
  for _, item in ipairs(items) do
    item.type = 'E'
    item.text = messages[item.user_data.user_data]
  end
  vim.fn.setloclist(0, {}, ' ', { title = 'Errors of the pipeline', items = items })
  if #items > 0 then
    vim.cmd.lopen({ count = math.min(#items + 1, 8) })
  end
  notify('not compiled: ' .. (#items == 1 and '1 error' or #items .. ' errors'), vim.log.levels.ERROR)
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
      show_errors(client, argument.uri, result.diagnostics or {})
    else
      local shown = function(path)
        return vim.fn.fnamemodify(path, ':~:.')
      end
      notify(('wrote %s and %s'):format(shown(result.pipelineSpecPath), shown(result.dslPath)))
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

--- The tags of Kale's language that begin as typed; behind `prev:` the steps of the current buffer.
---@param typed string
---@return string[]
function M.complete_tag(typed)
  local tags = vim.list_slice(TAGS)
  if vim.startswith(typed, 'prev:') then
    for _, line in ipairs(vim.api.nvim_buf_get_lines(0, 0, -1, false)) do
      for step in line:gmatch('"step:([_%l%d]+)"') do
        table.insert(tags, 'prev:' .. step)
      end
    end
  end
  return vim.tbl_filter(function(tag)
    return vim.startswith(tag, typed)
  end, vim.fn.uniq(vim.fn.sort(tags)))
end

--- Puts the cursor on the next or the previous cells of the notebook.
---@param flags string of search(): 'W' forwards, 'bW' backwards
function M.go_to_cell(flags)
  for _ = 1, vim.v.count1 do
    vim.fn.search([["cell_type"\s*:]], flags .. 's')
  end
end

return M
