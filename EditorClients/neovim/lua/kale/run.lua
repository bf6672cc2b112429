-- :KaleRun, :KaleSubmit and :KaleStop

local kale = require('kale.client')
local outline = require('kale.outline')
local views = require('kale.views')

local M = {}

---@class kale.Run
---@field output integer the buffer that shows what the run says
---@field cancel fun()
---@field client integer the server that runs it
---@field is_stopped? boolean the server has been asked to stop it

--- The runs under way, by the notebook's URI.
---@type table<string, kale.Run>
local runs = {}
--- The buffers of the last runs' output, by the notebook's URI: the server says how a run ended after it has answered.
---@type table<string, integer>
local outputs = {}

--- A window below with a buffer for a run's output, which keeps that of the runs before.
---@param title string
---@return integer buffer
local function open_output(title)
  local notebook = vim.api.nvim_get_current_buf()
  local buffer = views.buffer('run', notebook)
  local height = math.max(6, math.floor(vim.o.lines / 3))
  views.show(buffer, { split = 'below', win = 0, height = height }, false)
  return buffer, ('%s, %s'):format(title, os.date('%H:%M'))
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

--- Sets the bar above a buffer.
---@param buffer integer
---@param text string
local function set_bar(buffer, text)
  for _, window in ipairs(vim.fn.win_findbuf(buffer)) do
    vim.wo[window].winbar = (text:gsub('%%', '%%%%'))
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
  if runs[uri] and not runs[uri].is_stopped then
    return kale.fail('this pipeline is already running; stop it with :KaleStop')
  end
  local run = {}
  local cancel, client = kale.execute('kale.run', argument, function(failure, result)
    if runs[uri] ~= run then
      return -- another has begun since it was stopped
    end
    runs[uri] = nil
    if run.is_stopped then
      return
    end
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
    local output, heading = open_output(title)
    run.cancel, run.client, run.output = cancel, client, output
    append(output, heading)
    set_bar(output, '')
    runs[uri], outputs[uri] = run, output
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

--- Runs one step again, or runs a step and everything that it needs.
---@param key 'step' | 'until'
---@param name string the step; empty for that at the cursor
function M.run_step(key, name)
  local function run(step)
    if not step then
      return kale.fail('there is no step at the cursor')
    end
    start({ [key] = step }, key == 'step' and 'Run of step ' .. step or 'Run to step ' .. step)
  end
  if name ~= '' then
    return run(name)
  end
  if kale.attached() then
    outline.cell_at_cursor(function(cell)
      run(cell and cell.step)
    end)
  end
end

--- Says how far a run is in its window's bar.
---@param params { uri: string, state: string, steps: kale.StepState[] }
function M.on_state(params)
  local run, output = runs[params.uri], outputs[params.uri]
  if not output then
    return
  end
  local over, running = 0, {}
  for _, step in ipairs(params.steps) do
    if step.state == 'running' then
      table.insert(running, step.name)
    elseif step.state ~= 'waiting' and step.state ~= 'stopped' then
      over = over + 1
    end
  end
  local words = ('%s: %d of %d steps'):format(params.state, over, #params.steps)
  if #running > 0 then
    words = words .. ' · ' .. table.concat(running, ', ')
  end
  set_bar(output, words)
  if run and run.is_stopped and params.state ~= 'running' then
    runs[params.uri] = nil
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

--- Stops the run of the current buffer's pipeline. Its output and its bar are shown until the server says that it is over.
function M.stop()
  local uri = vim.uri_from_bufnr(0)
  local run = runs[uri]
  if not run or run.is_stopped then
    return kale.notify('nothing is running')
  end
  run.is_stopped = true
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
