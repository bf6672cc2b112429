-- :KaleRun, :KaleSubmit and :KaleStop

local kale = require('kale.client')

local M = {}

---@class kale.Run
---@field output integer the buffer that shows what the run says
---@field cancel fun()
---@field client integer the server that runs it

--- The runs under way, by the notebook's URI.
---@type table<string, kale.Run>
local runs = {}

--- A window below with a buffer for a run's output.
---@param title string
---@return integer buffer
local function open_output(title)
  local buffer = vim.api.nvim_create_buf(false, true)
  vim.bo[buffer].bufhidden = 'hide'
  vim.bo[buffer].filetype = 'kale-run'
  local height = math.max(6, math.floor(vim.o.lines / 3))
  local window = vim.api.nvim_open_win(buffer, false, { split = 'below', win = 0, height = height })
  vim.wo[window].winbar = title
  vim.keymap.set('n', 'q', '<Cmd>close<CR>', { buffer = buffer, desc = 'Close' })
  return buffer
end

--- Adds text to the output and keeps its end in sight.
---@param buffer integer
---@param text string
local function append(buffer, text)
  if not vim.api.nvim_buf_is_loaded(buffer) then
    return
  end
  local lines = vim.split((text:gsub('\n$', '')), '\n')
  local is_empty = vim.api.nvim_buf_line_count(buffer) == 1 and vim.api.nvim_buf_get_lines(buffer, 0, 1, false)[1] == ''
  vim.api.nvim_buf_set_lines(buffer, is_empty and 0 or -1, -1, false, lines)
  for _, window in ipairs(vim.fn.win_findbuf(buffer)) do
    vim.api.nvim_win_set_cursor(window, { vim.api.nvim_buf_line_count(buffer), 0 })
  end
end

--- `name=value` words as a table.
---@param words string[]
---@return table<string, string>?
local function values(words)
  local result = vim.empty_dict()
  for _, word in ipairs(words) do
    local name, value = word:match('^([^=]+)=(.*)$')
    if not name then
      kale.fail(("expected NAME=VALUE, got '%s'"):format(word))
      return
    end
    result[name] = value
  end
  return result
end

---@param argument table of the command kale.run
---@param title string
local function start(argument, title)
  local uri = vim.uri_from_bufnr(0)
  if runs[uri] then
    return kale.fail('this pipeline is already running; stop it with :KaleStop')
  end
  local run = {}
  local cancel, client = kale.execute('kale.run', argument, function(failure, result)
    if runs[uri] ~= run then
      return -- it was stopped
    end
    runs[uri] = nil
    if failure then
      append(run.output, failure.message)
      kale.fail(failure.message)
    elseif result.succeeded then
      kale.notify(type(result.runURL) == 'string' and 'started: ' .. result.runURL or 'the pipeline succeeded')
    else
      kale.fail(type(result.text) == 'string' and result.text or 'the pipeline failed')
    end
  end)
  if cancel then
    run.cancel, run.client, run.output = cancel, client, open_output(title)
    runs[uri] = run
  end
end

--- Runs the pipeline of the current buffer on this machine.
---@param words string[] `name=value` for parameters
function M.run(words)
  local parameters = values(words)
  if parameters then
    start({ parameters = parameters }, 'Pipeline run')
  end
end

--- Starts the pipeline of the current buffer on a server of Kubeflow Pipelines.
---@param words string[] `host=URL`, `experiment=NAME`, and `name=value` for parameters
function M.submit(words)
  local parameters = values(words)
  if not parameters then
    return
  end
  local submit = vim.empty_dict()
  submit.host, submit.experiment = parameters.host, parameters.experiment
  parameters.host, parameters.experiment = nil, nil
  start({ parameters = parameters, submit = submit }, 'Pipeline submission')
end

--- Stops the run of the current buffer's pipeline.
function M.stop()
  local uri = vim.uri_from_bufnr(0)
  local run = runs[uri]
  if not run then
    return kale.notify('nothing is running')
  end
  runs[uri] = nil
  run.cancel()
  kale.notify('run stopped')
end

--- Gives up the runs of a server that is gone.
---@param client integer
function M.forget(client)
  for uri, run in pairs(runs) do
    if run.client == client then
      runs[uri] = nil
    end
  end
end

--- A line that a run has printed.
---@param _ any
---@param params { uri: string, text: string }
function M.on_output(_, params)
  local run = runs[params.uri]
  if run then
    append(run.output, params.text)
  end
end

return M
