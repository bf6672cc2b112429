/// Notebooks as people write them who do not know Kale.
enum OrdinaryNotebooks {
  /// The notebooks by name.
  static let all: [String: String] = [
    "survival": survival, "prices": prices, "network": network, "weather": weather, "spam": spam,
    "clusters": clusters, "statistics": statistics, "orders": orders, "german": german, "globals": globals,
  ]

  /// Headings, imports in two cells, a look at the table, a plot, metrics.
  static let survival = """
    # %% [markdown]
    # Who survives?
    A classifier for passengers.
    # %%
    import pandas as pd
    import numpy as np
    # %%
    %matplotlib inline
    import matplotlib.pyplot as plt
    # %% [markdown]
    ## 1. Load the data
    # %%
    ages = list(range(1, 81))
    df = pd.DataFrame({"age": ages, "fare": [float(3 * a % 50) for a in ages], "survived": [a % 2 for a in ages]})
    # %%
    df.head()
    # %%
    df.info()
    # %% [markdown]
    ## 2. Cleaning and features
    # %%
    df["fare"] = df["fare"].fillna(df["fare"].median())
    df["child"] = (df["age"] < 16).astype(int)
    # %%
    plt.hist(df["age"])
    plt.show()
    # %% [markdown]
    ## 3. Training
    # %%
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import train_test_split
    # %%
    X = df[["age", "fare", "child"]]
    y = df["survived"]
    X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
    # %%
    model = LogisticRegression()
    model.fit(X_train, y_train)
    # %% [markdown]
    ## 4. Evaluation
    # %%
    accuracy = float(model.score(X_test, y_test))
    # %%
    print(accuracy)
    """

  /// No headings: stages decide. Parameters at the top, functions in the middle.
  static let prices = """
    # %%
    import pandas as pd
    from sklearn.ensemble import RandomForestRegressor
    from sklearn.metrics import mean_absolute_error
    from sklearn.model_selection import train_test_split
    # %%
    n_estimators = 10
    test_size = 0.25
    target = "price"
    # %%
    def add_ratio(frame):
        result = frame.copy()
        result["ratio"] = result["rooms"] / result["area"]
        return result
    # %%
    houses = pd.read_csv("houses.csv")
    houses.describe()
    # %%
    houses = houses.dropna()
    houses = add_ratio(houses)
    # %%
    houses["price"].value_counts()
    # %%
    train, test = train_test_split(houses, test_size=test_size, random_state=1)
    # %%
    forest = RandomForestRegressor(n_estimators=n_estimators, random_state=1)
    forest.fit(train.drop(columns=target), train[target])
    # %%
    predictions = forest.predict(test.drop(columns=target))
    mae = float(mean_absolute_error(test[target], predictions))
    # %%
    pd.DataFrame({"prediction": predictions}).to_csv("predictions.csv")
    """

  /// Installs packages, has a cell of settings, classes, a training loop.
  static let network = """
    # %%
    !pip install -q torch
    # %%
    import random
    import torch
    from torch import nn
    random.seed(0)
    torch.manual_seed(0)
    device = torch.device("cpu")
    # %% [markdown]
    # Model
    # %%
    class Net(nn.Module):
        def __init__(self, width):
            super().__init__()
            self.layers = nn.Sequential(nn.Linear(4, width), nn.ReLU(), nn.Linear(width, 1))

        def forward(self, x):
            return self.layers(x)
    # %% [markdown]
    # Data
    # %%
    inputs = torch.randn(64, 4)
    targets = inputs.sum(dim=1, keepdim=True)
    # %% [markdown]
    # Training
    # %%
    net = Net(8).to(device)
    optimizer = torch.optim.SGD(net.parameters(), lr=0.01)
    loss_fn = nn.MSELoss()
    # %%
    losses = []
    for epoch in range(5):
        optimizer.zero_grad()
        loss = loss_fn(net(inputs), targets)
        loss.backward()
        optimizer.step()
        losses.append(float(loss))
    # %% [markdown]
    # Results
    # %%
    final_loss = losses[-1]
    print(final_loss)
    """

  /// Mixed cells: imports and work in one, a function that reads a table of the notebook.
  static let weather = """
    # %%
    # Temperatures of a year
    import pandas as pd
    import numpy as np
    rng = np.random.default_rng(7)
    days = pd.date_range("2024-01-01", periods=365)
    temperature = pd.Series(rng.normal(10, 5, 365), index=days)
    # %%
    monthly = temperature.resample("MS").mean()
    # %%
    def warmest(count):
        return monthly.sort_values(ascending=False).head(count)
    # %%
    top = warmest(3)
    top
    # %%
    anomaly = temperature - temperature.rolling(30).mean()
    anomaly.to_csv("anomaly.csv")
    # %%
    print("largest anomaly", round(float(anomaly.max()), 2))
    """

  /// Sub-headings of several levels, deeper than a step should be.
  static let spam = """
    # %% [markdown]
    # Spam filter
    ## Setup
    # %%
    import re
    from collections import Counter
    SEPARATOR = re.compile(r"[^a-z]+")
    # %% [markdown]
    ## Data
    ### Messages
    # %%
    messages = [("win money now", 1), ("lunch at noon", 0), ("free money", 1), ("see you at lunch", 0)]
    # %% [markdown]
    ### Words
    # %%
    def words(text):
        return [word for word in SEPARATOR.split(text.lower()) if word]
    # %%
    counts = {0: Counter(), 1: Counter()}
    for text, label in messages:
        counts[label].update(words(text))
    # %% [markdown]
    ## Classifier
    ### Scores of words
    # %%
    scores = {word: counts[1][word] - counts[0][word] for word in set(counts[0]) | set(counts[1])}
    # ### Prediction
    # %%
    def is_spam(text):
        return sum(scores.get(word, 0) for word in words(text)) > 0
    # %%
    predicted = [is_spam(text) for text, _ in messages]
    # %% [markdown]
    ## Evaluation
    # %%
    accuracy = sum(p == bool(label) for p, (_, label) in zip(predicted, messages)) / len(messages)
    print(accuracy)
    """
}
