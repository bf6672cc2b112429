-- How far the steps of a run are, as the notification `kale/runState` tells it: shown behind their first cells, in the
-- graph, and in the list of errors if a step fails.

local kale = require('kale.client')

local M = {}

---@class kale.StepState
---@field name string
---@field state 'waiting' | 'running' | 'stopped' | 'done' | 'cached' | 'failed' | 'skipped' `stopped` is this plugin's
---@field seconds? number
---@field elapsed? integer seconds that it has been running; the server does not say this
---@field reason? string
---@field metrics? { name: string, value: number }[]
---@field report? string
---@field error? { cell?: integer, line?: integer, message: string }

--- The states of the last runs, by the notebook's URI and by step.
---@type table<string, table<string, kale.StepState>>
local states = {}
--- The order of the steps of each.
---@type table<string, kale.StepState[]>
local lists = {}

local SIGNS = { waiting = '·', running = '▶', stopped = '■', done = '✓', cached = '↺', failed = '✗', skipped = '–' }
local WORDS = { cached = 'from the cache' }

for group, link in pairs({
  KaleRunning = 'DiagnosticInfo',
  KaleDone = 'DiagnosticOk',
  KaleFailed = 'DiagnosticError',
  KaleWaiting = 'NonText',
}) do
  vim.api.nvim_set_hl(0, group, { link = link, default = true })
end

local GROUPS = { running = 'KaleRunning', done = 'KaleDone', cached = 'KaleDone', failed = 'KaleFailed' }

--- How often the elapsed time of a running step is updated, in milliseconds.
local TICK = 1000
--- When the steps began that are running, in nanoseconds, by the notebook's URI and by step.
---@type table<string, table<string, number>>
local began = {}
local timer = assert(vim.uv.new_timer())

--- JSON's null is a value in Lua.
local function present(value)
  if value ~= vim.NIL then
    return value
  end
end

---@param value number
local function number(value)
  return type(value) == 'number' and ('%.5g'):format(value) or tostring(value)
end

--- `✓ done, 1.2 s, accuracy = 0.93`
---@param step kale.StepState
---@return string
function M.words(step)
  local parts = { WORDS[step.state] or step.state }
  local seconds, reason = present(step.seconds), present(step.reason)
  if seconds then
    table.insert(parts, ('%.1f s'):format(seconds))
  elseif (step.elapsed or 0) > 0 then
    table.insert(parts, ('%d s'):format(step.elapsed))
  end
  if reason and step.state == 'running' then
    table.insert(parts, reason)
  end
  for _, metric in ipairs(present(step.metrics) or {}) do
    table.insert(parts, ('%s = %s'):format(metric.name, number(metric.value)))
  end
  return (SIGNS[step.state] or '') .. ' ' .. table.concat(parts, ', ')
end

--- The words behind the first cell of a step, with their highlight; nil where it was not run.
---@param uri string of the notebook
---@param step string
---@return [string, string]?
function M.chunk(uri, step)
  local state = (states[uri] or {})[step]
  if state then
    return { '  ' .. M.words(state), GROUPS[state.state] or 'KaleWaiting' }
  end
end

--- The states of a notebook's steps in its last run.
---@param uri string
---@return table<string, kale.StepState>
function M.of(uri)
  return states[uri] or {}
end

--- A report as programs recognize it: in the cache of runs, it has the name of a step's output.
---@param path string
---@return string
local function as_page(path)
  if path:match('%.html$') then
    return path
  end
  local copy = vim.fn.tempname() .. '.html'
  return vim.uv.fs_copyfile(path, copy) and copy or path
end

--- Opens the report of a step, or of the step that has one.
---@param name string empty for any
function M.open_report(name)
  for _, step in ipairs(lists[vim.uri_from_bufnr(0)] or {}) do
    local report = present(step.report)
    if report and (name == '' or step.name == name) then
      return vim.ui.open(as_page(vim.uri_to_fname(report)))
    end
  end
  kale.notify(name == '' and 'no report: run the pipeline first' or ("step '%s' has no report"):format(name))
end

--- The steps that have reports, for the completion of commands.
---@return string[]
function M.steps_with_reports()
  local names = {}
  for _, step in ipairs(lists[vim.uri_from_bufnr(0)] or {}) do
    if present(step.report) then
      table.insert(names, step.name)
    end
  end
  return names
end

---@param uri string
local function redraw(uri)
  local buffer = vim.uri_to_bufnr(uri)
  if vim.api.nvim_buf_is_loaded(buffer) then
    require('kale.outline').redraw(buffer)
  end
end

--- Shows how long the steps have been running: the server says that only of a step that has ended.
local function tick()
  local now = vim.uv.hrtime()
  for uri, steps in pairs(began) do
    for name, start in pairs(steps) do
      states[uri][name].elapsed = math.floor((now - start) / 1e9)
    end
    redraw(uri)
  end
end

--- Lets the time be shown as long as a step is running.
---@param uri string
---@param steps table<string, number> that are running
local function keep_time(uri, steps)
  began[uri] = next(steps) and steps
  timer:stop()
  if next(began) then
    timer:start(TICK, TICK, vim.schedule_wrap(tick))
  end
end

--- The notification of the server that a run has come further. It leaves the steps of a run that was stopped as they were.
---@param _ any
---@param params { uri: string, state: string, steps: kale.StepState[] }
function M.on_change(_, params)
  local by_step, running = {}, {}
  local before, now = began[params.uri] or {}, vim.uv.hrtime()
  for _, step in ipairs(params.steps) do
    if params.state == 'running' and step.state == 'running' then
      running[step.name] = before[step.name] or now
      step.elapsed = math.floor((now - running[step.name]) / 1e9)
    elseif step.state == 'running' then
      step.state = 'stopped'
    end
    if params.state == 'running' or step.state ~= 'waiting' then
      by_step[step.name] = step
    end
  end
  states[params.uri], lists[params.uri] = by_step, params.steps
  keep_time(params.uri, running)
  redraw(params.uri)
  require('kale.run').on_state(params)
end

return M
