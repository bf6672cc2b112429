-- Going from cell to cell and from step to step.

local kale = require('kale.client')

local M = {}

--- Puts the cursor on the next or the previous cells of a raw `.ipynb`.
---@param flags string of search(): 'W' forwards, 'bW' backwards
function M.go_to_cell(flags)
  for _ = 1, vim.v.count1 do
    vim.fn.search([["cell_type"\s*:]], flags .. 's')
  end
end

--- Puts the cursor on the head of the next or the previous step.
---@param command 'kale.nextStep' | 'kale.previousStep'
function M.go_to_step(command)
  local client = kale.attached()
  if not client then
    return
  end
  local position = vim.lsp.util.make_position_params(0, client.offset_encoding).position
  kale.execute(command, { position = position }, function(failure, location)
    if failure then
      kale.fail(failure.message)
    elseif type(location) == 'table' then
      vim.lsp.util.show_document(location, client.offset_encoding, { focus = true })
    end
  end)
end

return M
