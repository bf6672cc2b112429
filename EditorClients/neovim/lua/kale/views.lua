-- Buffers of this plugin that show something of a notebook. They have names, so that `:ls`, the status line and `:b` tell
-- them apart.

local M = {}

--- A buffer to read, `kale://KIND/PATH`. One of that name that there is already is emptied.
---@param kind 'graph' | 'run'
---@param notebook integer the notebook's buffer
---@return integer buffer
function M.buffer(kind, notebook)
  local path = vim.fn.fnamemodify(vim.api.nvim_buf_get_name(notebook), ':~:.')
  local name = ('kale://%s/%s'):format(kind, path)
  for _, buffer in ipairs(vim.api.nvim_list_bufs()) do
    if vim.api.nvim_buf_get_name(buffer) == name then
      vim.bo[buffer].modifiable = true
      return buffer
    end
  end
  local buffer = vim.api.nvim_create_buf(false, true)
  vim.api.nvim_buf_set_name(buffer, name)
  vim.bo[buffer].filetype = 'kale-' .. kind
  vim.bo[buffer].bufhidden = kind == 'graph' and 'wipe' or 'hide'
  vim.keymap.set('n', 'q', '<Cmd>close<CR>', { buffer = buffer, desc = 'Close' })
  return buffer
end

--- Shows a buffer in a window, in the one that it is in already if there is one.
---@param buffer integer
---@param options vim.api.keyset.win_config
---@param is_entered boolean
---@return integer window
function M.show(buffer, options, is_entered)
  local window = vim.fn.bufwinid(buffer)
  if window == -1 then
    window = vim.api.nvim_open_win(buffer, is_entered, options)
  elseif is_entered then
    vim.api.nvim_set_current_win(window)
  end
  return window
end

return M
