/// Classes of scikit-learn and imbalanced-learn that draw from NumPy's generator unless `random_state` is given.
enum EstimatorTable {
  /// What draws when it is fitted or asked to split.
  static let estimators: Set<String> = [
    "AdaBoostClassifier",
    "AdaBoostRegressor",
    "ADASYN",
    "BaggingClassifier",
    "BaggingRegressor",
    "BalancedRandomForestClassifier",
    "BayesianGaussianMixture",
    "BernoulliRBM",
    "BisectingKMeans",
    "DecisionTreeClassifier",
    "DecisionTreeRegressor",
    "ExtraTreeClassifier",
    "ExtraTreeRegressor",
    "ExtraTreesClassifier",
    "ExtraTreesRegressor",
    "FastICA",
    "GaussianMixture",
    "GaussianRandomProjection",
    "GradientBoostingClassifier",
    "GradientBoostingRegressor",
    "GroupShuffleSplit",
    "HistGradientBoostingClassifier",
    "HistGradientBoostingRegressor",
    "IsolationForest",
    "KMeans",
    "LatentDirichletAllocation",
    "LinearSVC",
    "MiniBatchKMeans",
    "MLPClassifier",
    "MLPRegressor",
    "Nystroem",
    "PassiveAggressiveClassifier",
    "PassiveAggressiveRegressor",
    "Perceptron",
    "QuantileTransformer",
    "RandomForestClassifier",
    "RandomForestRegressor",
    "RandomizedSearchCV",
    "RandomOverSampler",
    "RandomProjection",
    "RandomTreesEmbedding",
    "RandomUnderSampler",
    "RBFSampler",
    "RepeatedKFold",
    "RepeatedStratifiedKFold",
    "SGDClassifier",
    "SGDRegressor",
    "ShuffleSplit",
    "SMOTE",
    "SparseRandomProjection",
    "SpectralClustering",
    "StratifiedShuffleSplit",
    "TruncatedSVD",
    "TSNE",
  ]

  /// What draws if `shuffle=True` is given.
  static let splitters: Set<String> = [
    "KFold",
    "StratifiedGroupKFold",
    "StratifiedKFold",
  ]

  /// Methods at which it draws.
  static let methods: Set<String> = [
    "fit",
    "fit_predict",
    "fit_resample",
    "fit_transform",
    "partial_fit",
    "split",
  ]

  /// Functions that fit what they are given.
  static let functions: Set<String> = [
    "cross_val_predict",
    "cross_val_score",
    "cross_validate",
    "learning_curve",
    "permutation_test_score",
    "validation_curve",
  ]
}
