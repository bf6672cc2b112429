-- The list of steps, the cell that <CR> on one of them leads to, and the graph as Mermaid.
return function(helpers)
  helpers.attach()
  local notebook = vim.api.nvim_get_current_buf()
  local function open(format)
    vim.cmd.KaleGraph(format)
    helpers.wait('the graph', function()
      return vim.api.nvim_get_current_buf() ~= notebook
    end)
    return helpers.text()
  end
  local list, name = open(), vim.fn.bufname()
  helpers.go_to('● judge')
  vim.cmd.normal(vim.keycode('<CR>'))
  helpers.wait('the notebook', function()
    return vim.api.nvim_get_current_buf() == notebook
  end)
  vim.fn.search('step:')
  local target = vim.fn.getline('.')
  local mermaid, buffer = open('mermaid'), vim.api.nvim_get_current_buf()
  vim.cmd.normal('q')
  return { list = list, name = name, target = target, mermaid = mermaid, is_open = vim.api.nvim_buf_is_valid(buffer) }
end
