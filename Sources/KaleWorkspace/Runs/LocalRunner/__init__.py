"""Runs a compiled pipeline on this machine for kale-lsp, a process for each step, without the KFP SDK.

kale-lsp writes these files into a folder of the run and starts `main`. The arrows between the files:

    main → machine → scheduler → launcher → warm → worker → dependencies → files, variables
              ↓          ↓                    ↓
           results   graph, keys           imports                  all → events

It needs Python 3.9 or newer, IPython and dill, and imports nothing from the folder of the notebook.
"""
