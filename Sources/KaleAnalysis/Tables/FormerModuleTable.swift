/// Modules of Python 2, and of older packages, and what has their contents now.
enum FormerModuleTable {
  /// For each module of Python 2 the module of Python 3.
  static let modules: [String: String] = [
    "__builtin__": "builtins",
    "anydbm": "dbm",
    "BaseHTTPServer": "http.server",
    "CGIHTTPServer": "http.server",
    "commands": "subprocess",
    "ConfigParser": "configparser",
    "Cookie": "http.cookies",
    "cookielib": "http.cookiejar",
    "copy_reg": "copyreg",
    "cPickle": "pickle",
    "cStringIO": "io",
    "dbhash": "dbm",
    "exceptions": "builtins",
    "htmlentitydefs": "html.entities",
    "HTMLParser": "html.parser",
    "httplib": "http.client",
    "md5": "hashlib",
    "mimetools": "email",
    "new": "types",
    "popen2": "subprocess",
    "Queue": "queue",
    "repr": "reprlib",
    "rfc822": "email",
    "robotparser": "urllib.robotparser",
    "sha": "hashlib",
    "SimpleHTTPServer": "http.server",
    "SimpleXMLRPCServer": "xmlrpc.server",
    "SocketServer": "socketserver",
    "StringIO": "io",
    "thread": "_thread",
    "Tkinter": "tkinter",
    "tkMessageBox": "tkinter.messagebox",
    "urllib2": "urllib.request",
    "urlparse": "urllib.parse",
    "UserDict": "collections",
    "UserList": "collections",
    "UserString": "collections",
    "whichdb": "dbm",
    "xmlrpclib": "xmlrpc.client",
  ]

  /// For each module that its package has removed the module that took its place.
  static let modulesOfPackages: [String: String] = [
    "sklearn.cross_validation": "sklearn.model_selection",
    "sklearn.externals.joblib": "joblib",
    "sklearn.externals.six": "six",
    "sklearn.grid_search": "sklearn.model_selection",
    "sklearn.learning_curve": "sklearn.model_selection",
  ]
}
