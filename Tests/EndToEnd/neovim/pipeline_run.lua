-- Runs the pipeline to its end, then once more and stops it as soon as the step has begun.
return function(helpers)
  helpers.attach()
  local function output()
    for _, buffer in ipairs(vim.api.nvim_list_bufs()) do
      if vim.bo[buffer].filetype == 'kale-run' then
        return table.concat(vim.api.nvim_buf_get_lines(buffer, 0, -1, false), '\n')
      end
    end
    return ''
  end
  local function notified(count)
    return function()
      return #helpers.notifications >= count
    end
  end
  vim.cmd.KaleRun('greeting=Servus')
  helpers.wait('the end of the run', notified(1))
  local printed = output()
  for _, buffer in ipairs(vim.api.nvim_list_bufs()) do
    if vim.bo[buffer].filetype == 'kale-run' then
      vim.api.nvim_buf_delete(buffer, { force = true })
    end
  end
  vim.cmd.KaleRun('greeting=Adieu')
  helpers.wait('the step', function()
    return output():find('running', 1, true)
  end)
  vim.cmd.KaleStop()
  helpers.wait('the word that it was stopped', notified(2))
  return { notifications = helpers.notifications, output = printed }
end
