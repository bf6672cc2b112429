--- What is shown behind the first line of each step.
local function shown()
  local namespace = vim.api.nvim_get_namespaces()['kale.outline']
  local result = {}
  for _, mark in ipairs(vim.api.nvim_buf_get_extmarks(0, namespace, 0, -1, { details = true })) do
    local words = vim.tbl_map(function(chunk)
      return chunk[1]
    end, mark[4].virt_text)
    local text = table.concat(words)
    if not text:find('imports') then
      table.insert(result, text)
    end
  end
  return result
end

-- The states that the server tells of a run, at the cells and in the graph, and the report of a step.
return function(helpers)
  helpers.attach()
  helpers.wait('the virtual text', function()
    return #shown() > 0
  end)
  local states = vim.json.decode(table.concat(vim.fn.readfile(vim.env.KALE_RUN_STATES), '\n'))
  local client = vim.lsp.get_clients({ bufnr = 0, name = 'kale_lsp' })[1]
  assert(client.config.capabilities.experimental.kale.runState)
  local function tell(index)
    local params = vim.tbl_extend('force', states[index], { uri = vim.uri_from_bufnr(0) })
    client.config.handlers['kale/runState'](nil, params, { client_id = client.id })
  end
  tell(1)
  local cells = shown()
  tell(2)
  local after = shown()
  local opened
  vim.ui.open = function(path)
    opened = path
  end
  vim.cmd.KaleReport('find_outliers')
  local notebook = vim.api.nvim_get_current_buf()
  vim.cmd.KaleGraph()
  helpers.wait('the graph', function()
    return vim.api.nvim_get_current_buf() ~= notebook
  end)
  return { cells = cells, after = after, opened = opened, graph = helpers.text() }
end
