-- :checkhealth kale

local notebooks = require('kale.notebooks')

local M = {}

---@param command string[]
---@return string? output what it printed, where it succeeded
local function output(command)
  local started, process = pcall(vim.system, command, { text = true, timeout = 20000 })
  local result = started and process:wait()
  return result and result.code == 0 and vim.trim(result.stdout) or nil
end

local function check_server()
  vim.health.start('kale-lsp: server')
  local command = vim.lsp.config.kale_lsp and vim.lsp.config.kale_lsp.cmd
  if type(command) ~= 'table' then
    return vim.health.info('`cmd` in the configuration is not a list of arguments')
  end
  local version = output({ command[1], '--version' })
  if version then
    vim.health.ok(('`%s`, version %s'):format(vim.fn.exepath(command[1]), (version:gsub('^kale%-lsp ', ''))))
  else
    vim.health.error(("cannot run '%s'"):format(command[1]), {
      'add kale-lsp to $PATH; see :help kale-lsp-requirements',
      "or set its path: vim.lsp.config('kale_lsp', { cmd = { '/path/to/kale-lsp' } })",
    })
  end
end

local function check_buffers()
  vim.health.start('kale-lsp: open notebooks')
  local count = 0
  for _, buffer in ipairs(vim.api.nvim_list_bufs()) do
    if vim.api.nvim_buf_is_loaded(buffer) and notebooks.is_notebook(buffer) then
      count = count + 1
      local name = vim.fn.fnamemodify(vim.api.nvim_buf_get_name(buffer), ':~:.')
      if vim.lsp.get_clients({ bufnr = buffer, name = 'kale_lsp' })[1] then
        vim.health.ok(name)
      else
        vim.health.warn(name .. ': kale-lsp is not attached', 'see :checkhealth vim.lsp')
      end
    end
  end
  if count == 0 then
    vim.health.info('none')
  end
end

--- Python would otherwise import, and so run, a kfp.py of the current folder.
local PRINT_KFP_VERSION = [[
import sys
sys.path = [folder for folder in sys.path if folder]
import kfp
print(kfp.__version__)]]

local function check_python()
  vim.health.start('kale-lsp: Python (only for :KaleRun and :KaleSubmit)')
  local python = vim.env.KALE_LSP_PYTHON or 'python3'
  local version = output({ python, '-c', PRINT_KFP_VERSION })
  if version then
    vim.health.ok(('`%s` has kfp %s'):format(python, version))
  else
    vim.health.warn(
      ('`%s` cannot import kfp'):format(python),
      'pip install kfp kfp-kubernetes kubeflow-kale, or set $KALE_LSP_PYTHON to another Python'
    )
  end
end

function M.check()
  check_server()
  check_buffers()
  check_python()
end

return M
