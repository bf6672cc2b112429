/// Classes of scikit-learn and imbalanced-learn that draw from NumPy's generator unless `random_state` is given.
enum EstimatorTable {
  /// What draws when it is fitted or asked to split.
  static let estimators: Set<String> = [
    "AdaBoostClassifier",
    "AdaBoostRegressor",
    "ADASYN",
    "AffinityPropagation",
    "BaggingClassifier",
    "BaggingRegressor",
    "BalancedRandomForestClassifier",
    "BayesianGaussianMixture",
    "BernoulliRBM",
    "BisectingKMeans",
    "DecisionTreeClassifier",
    "DecisionTreeRegressor",
    "EllipticEnvelope",
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
    "LinearSVR",
    "MDS",
    "MinCovDet",
    "MiniBatchDictionaryLearning",
    "MiniBatchKMeans",
    "MiniBatchNMF",
    "MiniBatchSparsePCA",
    "MLPClassifier",
    "MLPRegressor",
    "Nystroem",
    "OutputCodeClassifier",
    "PassiveAggressiveClassifier",
    "PassiveAggressiveRegressor",
    "Perceptron",
    "PolynomialCountSketch",
    "QuantileTransformer",
    "RandomForestClassifier",
    "RandomForestRegressor",
    "RandomizedSearchCV",
    "RandomOverSampler",
    "RandomProjection",
    "RandomTreesEmbedding",
    "RandomUnderSampler",
    "RANSACRegressor",
    "RBFSampler",
    "RepeatedKFold",
    "RepeatedStratifiedKFold",
    "SGDClassifier",
    "SGDOneClassSVM",
    "SGDRegressor",
    "ShuffleSplit",
    "SkewedChi2Sampler",
    "SMOTE",
    "SparseRandomProjection",
    "SpectralBiclustering",
    "SpectralClustering",
    "SpectralCoclustering",
    "SpectralEmbedding",
    "StratifiedShuffleSplit",
    "TheilSenRegressor",
    "TruncatedSVD",
    "TSNE",
  ]

  /// What draws when it is fitted, and comes to the same results whatever it draws, unless it is told otherwise.
  static let indifferent: Set<String> = [
    "ElasticNet",
    "ElasticNetCV",
    "Lasso",
    "LassoCV",
    "MultiTaskElasticNet",
    "MultiTaskElasticNetCV",
    "MultiTaskLasso",
    "MultiTaskLassoCV",
    "NMF",
    "NuSVC",
    "SVC",
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

  /// Attributes of what is fitted that are arrays.
  static let arrays: Set<String> = [
    "class_log_prior_", "classes_", "cluster_centers_", "coef_", "components_", "covariances_", "dual_coef_",
    "embedding_", "explained_variance_", "explained_variance_ratio_", "feature_importances_",
    "feature_log_prob_", "intercept_", "labels_", "mean_", "means_", "scale_", "singular_values_",
    "support_vectors_", "theta_", "var_", "weights_",
  ]
}
