-- What a person sees of a misspelled tag: the message beside it, and a hover. Each cell of the screen with its colors.

local ROWS, COLUMNS = 28, 140

--- The place of a row on the screen, in runs of the same look.
local function runs(row)
  local found = {}
  for column = 0, COLUMNS - 1 do
    local text, look = unpack(vim.api.nvim__inspect_cell(1, row, column))
    local last = found[#found]
    if last and vim.deep_equal(last.look, look) then
      last.text = last.text .. text
    else
      table.insert(found, { text = text, look = look, column = column })
    end
  end
  return found
end

return function(helpers)
  vim.o.laststatus, vim.o.ruler, vim.o.number = 0, false, true
  vim.o.winborder = 'rounded'
  vim.diagnostic.config({ virtual_text = { prefix = '■' } })
  helpers.attach()
  helpers.wait_for_diagnostics(1)
  helpers.go_to('test_data = ')
  vim.cmd.normal({ 'zz', bang = true })
  vim.lsp.buf.hover()
  helpers.wait('the hover', function()
    local window = vim.b.lsp_floating_preview
    return window and vim.api.nvim_win_is_valid(window)
  end)
  vim.cmd.mode()
  vim.cmd.redraw({ bang = true })
  vim.wait(300, function() return false end)
  local info = {}
  for grid = 1, 30 do
    local ok, cell = pcall(vim.api.nvim__inspect_cell, grid, 0, 0)
    info[grid] = ok and cell or tostring(cell)
  end
  local rows = {}
  for row = 0, ROWS - 1 do
    table.insert(rows, runs(row))
  end
  local normal = vim.api.nvim_get_hl(0, { name = 'Normal' })
  return { info = info, pos = vim.api.nvim_win_get_position(vim.b.lsp_floating_preview), rows = rows, foreground = normal.fg, background = normal.bg }
end
