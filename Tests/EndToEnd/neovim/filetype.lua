--- The lines where the cursor comes to stand at these keys.
local function lines_after(keys)
  vim.fn.cursor(1, 1)
  return vim.tbl_map(function(key)
    vim.cmd.normal(key)
    return vim.fn.line('.')
  end, keys)
end

--- The steps that completion offers in the last cell.
local function steps_above_the_last_line()
  vim.cmd.normal('G')
  return vim.list_slice(vim.fn.getcompletion('KaleTag prev:', 'cmdline'), 2)
end

return function()
  return {
    filetype = vim.bo.filetype,
    syntax = vim.b.current_syntax,
    fixendofline = vim.bo.fixendofline,
    commands = { vim.fn.exists(':KaleTag'), vim.fn.exists(':KaleCompile') },
    completions = vim.fn.getcompletion('KaleTag pipe', 'cmdline'),
    steps = steps_above_the_last_line(),
    cells = lines_after({ ']]', ']]', '[[' }),
  }
end
