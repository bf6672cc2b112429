-- A plugin that shows notebooks as scripts and sets the filetype before the text.
vim.api.nvim_create_autocmd('BufReadCmd', {
  pattern = '*.ipynb',
  nested = true,
  callback = function(event)
    vim.bo[event.buf].filetype = 'python'
    vim.api.nvim_buf_set_lines(event.buf, 0, -1, false, vim.fn.readfile(event.match))
  end,
})
