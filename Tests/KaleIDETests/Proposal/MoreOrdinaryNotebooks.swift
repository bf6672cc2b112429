extension OrdinaryNotebooks {
  /// A cell that draws, and a loop over numbers of clusters.
  static let clusters = """
    # %%
    import numpy as np
    import matplotlib.pyplot as plt
    from sklearn.cluster import KMeans
    from sklearn.datasets import make_blobs
    # %%
    points, _ = make_blobs(n_samples=90, centers=3, random_state=4)
    # %%
    inertias = {}
    for k in range(1, 6):
        inertias[k] = float(KMeans(n_clusters=k, n_init=3, random_state=0).fit(points).inertia_)
    # %%
    plt.plot(list(inertias), list(inertias.values()))
    plt.xlabel("clusters")
    plt.show()
    # %%
    best = KMeans(n_clusters=3, n_init=3, random_state=0).fit(points)
    labels = best.labels_
    # %%
    sizes = np.bincount(labels)
    print(sorted(sizes.tolist()))
    """

  /// Nothing but Python: neither headings nor stages.
  static let statistics = """
    # %%
    import statistics
    # %%
    heights = [1.62, 1.75, 1.81, 1.68, 1.9]
    weights = [60, 72, 85, 66, 95]
    # %%
    pairs = list(zip(heights, weights))
    # %%
    indices = [weight / height ** 2 for height, weight in pairs]
    # %%
    mean = statistics.mean(indices)
    spread = statistics.stdev(indices)
    # %%
    outliers = [index for index in indices if abs(index - mean) > spread]
    print(len(outliers))
    """

  /// A connection that no step can pass on.
  static let orders = """
    # %%
    import sqlite3
    import pandas as pd
    # %% [markdown]
    ## Connect
    # %%
    connection = sqlite3.connect(":memory:")
    # %% [markdown]
    ## Fill the table
    # %%
    connection.execute("create table orders (customer text, amount real)")
    connection.executemany("insert into orders values (?, ?)", [("a", 5.0), ("b", 7.5), ("a", 2.5)])
    connection.commit()
    # %% [markdown]
    ## Query
    # %%
    totals = pd.read_sql("select customer, sum(amount) as total from orders group by customer", connection)
    # %% [markdown]
    ## Report
    # %%
    largest = float(totals["total"].max())
    print(largest)
    """

  /// Headings in another language, numbers in front, a comment above the code.
  static let german = """
    # %% [markdown]
    # Übung 3: Verkäufe
    # %%
    # Bibliotheken
    import pandas as pd
    # %% [markdown]
    ## 1) Daten einlesen
    # %%
    # Tabelle
    umsatz = pd.DataFrame({"filiale": ["N", "S", "N"], "betrag": [10.0, 20.0, 5.0]})
    # %% [markdown]
    ## 2) Auswertung
    # %%
    je_filiale = umsatz.groupby("filiale")["betrag"].sum()
    je_filiale
    # %% [markdown]
    ## 3) 结果
    # %%
    bester = je_filiale.idxmax()
    print(bester)
    """

  /// A setting that is changed further down, a function defined twice, a name of a step that is taken.
  static let globals = """
    # %%
    import json
    config = {"rate": 0.1, "rounds": 3}
    # %%
    state = []
    # %% [markdown]
    ## Run
    # %%
    def step(value):
        return value * config["rate"]
    # %%
    for round_number in range(config["rounds"]):
        state.append(step(round_number))
    # %% [markdown]
    ## Run
    # %%
    config["rate"] = 0.5
    def step(value):
        return value + config["rate"]
    # %%
    state += [step(value) for value in state]
    # %% [markdown]
    ## Skip
    # %%
    print(json.dumps(state))
    """
}
