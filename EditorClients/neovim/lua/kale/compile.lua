-- :KaleCompile

local kale = require('kale.client')

local M = {}

--- Opens the errors that kept a notebook from being compiled as a location list.
---@param client vim.lsp.Client
---@param diagnostics (lsp.Diagnostic | { uri: string })[]
function M.show_errors(client, diagnostics)
  local locations, messages = {}, {}
  for _, diagnostic in ipairs(diagnostics) do
    if diagnostic.severity == vim.lsp.protocol.DiagnosticSeverity.Error then
      table.insert(locations, { uri = diagnostic.uri, range = diagnostic.range, user_data = #locations + 1 })
      table.insert(messages, diagnostic.message)
    end
  end
  local items = vim.lsp.util.locations_to_items(locations, client.offset_encoding)
  for _, item in ipairs(items) do
    item.type = 'E'
    item.text = messages[item.user_data.user_data]
  end
  vim.fn.setloclist(0, {}, ' ', { title = 'Pipeline errors', items = items })
  if #items > 0 then
    vim.cmd.lopen({ count = math.min(#items + 1, 8) })
  end
  kale.fail('not compiled: ' .. (#items == 1 and '1 error' or #items .. ' errors'))
end

--- Compiles the notebook of the current buffer, as it stands in the buffer.
---@param output_directory string where to; empty for the place that the notebook names, or .kale beside it
function M.compile(output_directory)
  local argument = {}
  if output_directory ~= '' then
    argument.outputDirectory = vim.fs.abspath(output_directory)
  end
  kale.execute('kale.compile', argument, function(failure, result, client)
    if failure then
      kale.fail('not compiled: ' .. failure.message)
    elseif type(result.pipelineSpecPath) ~= 'string' then
      M.show_errors(client, result.diagnostics or {})
    else
      local function shown(path)
        return vim.fn.fnamemodify(path, ':~:.')
      end
      kale.notify(('wrote %s and %s'):format(shown(result.pipelineSpecPath), shown(result.dslPath)))
    end
  end)
end

return M
