/// Modules of packages that a program has only once something imports them: after `import xml` alone there is no `xml.dom`.
///
/// Every row was compared with the packages themselves, in several versions: some load such modules when they are used,
/// and older ones do not. Code may use such a module through its package because another import loads it.
enum PackagePartTable {
  /// For each package its modules that importing the package need not load.
  static let modulesByPackage: [String: Set<String>] = [
    "concurrent": ["futures"],
    "dateutil": ["tzwin"],
    "email": [
      "base64mime", "charset", "contentmanager", "encoders", "errors", "feedparser", "generator", "header",
      "headerregistry", "iterators", "message", "mime", "parser", "policy", "quoprimime", "utils",
    ],
    "html": ["parser"],
    "http": ["client", "cookiejar", "cookies", "server"],
    "importlib": ["abc", "metadata", "readers", "resources", "simple"],
    "json": ["tool"],
    "logging": ["config", "handlers"],
    "matplotlib": [
      "animation", "artist", "axes", "axis", "backend_bases", "backend_managers", "backend_tools", "category",
      "collections", "colorbar", "container", "contour", "dates", "dviread", "figure", "font_manager",
      "gridspec", "hatch", "image", "inset", "layout_engine", "legend", "legend_handler", "lines", "markers",
      "mathtext", "mlab", "offsetbox", "patches", "patheffects", "projections", "pylab", "pyplot", "quiver",
      "sankey", "sphinxext", "spines", "stackplot", "streamplot", "style", "table", "texmanager", "text",
      "textpath", "tri", "typing", "units", "widgets",
    ],
    "multiprocessing": [
      "connection", "dummy", "managers", "pool", "queues", "shared_memory", "sharedctypes", "synchronize",
      "util",
    ],
    "numpy": ["array_api", "distutils", "doc", "matlib", "typing"],
    "packaging": [
      "dependency_groups", "direct_url", "errors", "licenses", "markers", "metadata", "pylock", "ranges",
      "requirements", "specifiers", "tags", "utils", "version",
    ],
    "PIL": [
      "BdfFontFile", "ContainerIO", "ExifTags", "features", "FontFile", "GdImageFile", "GimpGradientFile",
      "GimpPaletteFile", "Image", "ImageChops", "ImageCms", "ImageColor", "ImageDraw", "ImageDraw2",
      "ImageEnhance", "ImageFile", "ImageFilter", "ImageFont", "ImageGrab", "ImageMath", "ImageMode",
      "ImageMorph", "ImageOps", "ImagePalette", "ImagePath", "ImageQt", "ImageSequence", "ImageShow",
      "ImageStat", "ImageText", "ImageTk", "ImageTransform", "ImageWin", "JpegPresets", "PaletteFile",
      "PcfFontFile", "PdfParser", "PSDraw", "report", "TarIO", "TiffTags", "WalImageFile",
    ],
    "pyarrow": [
      "acero", "compute", "csv", "dataset", "feather", "flight", "fs", "json", "orc", "parquet", "substrait",
    ],
    "scipy": [
      "cluster", "constants", "datasets", "differentiate", "fft", "fftpack", "integrate", "interpolate", "io",
      "linalg", "misc", "ndimage", "odr", "optimize", "signal", "sparse", "spatial", "special", "stats",
    ],
    "sklearn": [
      "calibration", "callback", "cluster", "compose", "covariance", "cross_decomposition", "datasets",
      "decomposition", "discriminant_analysis", "dummy", "ensemble", "experimental", "externals",
      "feature_extraction", "feature_selection", "frozen", "gaussian_process", "impute", "inspection",
      "isotonic", "kernel_approximation", "kernel_ridge", "linear_model", "manifold", "metrics", "mixture",
      "model_selection", "multiclass", "multioutput", "naive_bayes", "neighbors", "neural_network",
      "pipeline", "preprocessing", "random_projection", "semi_supervised", "svm", "tree", "utils",
    ],
    "sympy": [
      "abc", "benchmarks", "categories", "codegen", "combinatorics", "crypto", "diffgeom", "galgebra",
      "holonomic", "liealgebras", "physics", "sandbox", "stats", "this", "unify", "vector",
    ],
    "torch": ["contrib", "nativert", "numa"],
    "unittest": ["async_case", "mock"],
    "urllib": ["error", "parse", "request", "response", "robotparser"],
    "xgboost": ["dask", "federated", "spark"],
    "xml": ["dom", "etree", "parsers", "sax"],
    "xmlrpc": ["client", "server"],
  ]
}
