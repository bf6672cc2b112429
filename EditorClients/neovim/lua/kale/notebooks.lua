-- Which buffers are notebooks.

local M = {}

--- How far into a text its nature shows.
local LINES = 400

--- What marks a script or a Markdown file as a notebook, by filetype: Lua patterns of a line.
local MARKS = {
  python = { '^#%s?%%%%', '^#%s?%+%s.*tags', '^#%s?region%s.*tags=', '^#%s?{{{%s.*tags=', '^#%s*jupyte[rx]t?:' },
  markdown = { '^```+{code%-cell}', '^```+%s*python%s+.*tags=', '^%s*jupytext:', '^jupyter:', '^%s+kubeflow_notebook:' },
}

--- Whether kale-lsp has something to say to a buffer. The server looks at the content itself; this is only to not start it
--- for every Python and Markdown file.
---@param buffer integer
function M.is_notebook(buffer)
  local marks = MARKS[vim.bo[buffer].filetype]
  if not marks then
    return vim.bo[buffer].filetype == 'ipynb'
  end
  for _, line in ipairs(vim.api.nvim_buf_get_lines(buffer, 0, LINES, false)) do
    for _, mark in ipairs(marks) do
      if line:find(mark) then
        return true
      end
    end
  end
  return false
end

return M
