"""Runs a compiled pipeline on this machine for kale-lsp, a process for each step, without the KFP SDK.

kale-lsp writes these files into a folder of the run and starts `main`. The arrows between the files:

    main → host → machine → scheduler, store → results → keys, files, variables
             ↓        ↓
          launcher  graph, keys, orders, requirements, imports, scratch
             ↓
           warm → imports → imported → dependencies
             ↓
          worker → dependencies → files, variables                     all → events, processes

`main`, `host`, `machine`, `scheduler` and `store` run in the process that kale-lsp started, `warm` in a process that
makes imports, and `worker` in that of a step. It needs Python 3.9 or newer, IPython and dill, and imports nothing from the
folder of the notebook.
"""
