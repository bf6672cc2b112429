import LanguageServerProtocol

/// What a session answers and accepts: what is listed is dispatched and announced, and nothing else is.
struct MethodTable: Sendable {
  private let requests: [any RequestHandler.Type]
  private let notifications: [any NotificationHandler.Type]
  private let commands: [any ServerCommand.Type]
  private let requestsByMethod: [String: any RequestHandler.Type]
  private let notificationsByMethod: [String: any NotificationHandler.Type]
  private let commandsByName: [String: any ServerCommand.Type]

  /// A table of requests, notifications and commands, each in the order in which they are announced.
  init(
    requests: [any RequestHandler.Type], notifications: [any NotificationHandler.Type],
    commands: [any ServerCommand.Type]
  ) {
    (self.requests, self.notifications, self.commands) = (requests, notifications, commands)
    requestsByMethod = Dictionary(
      requests.map { ($0.method, $0) }, uniquingKeysWith: { first, _ in first })
    notificationsByMethod = Dictionary(
      notifications.map { ($0.method, $0) }, uniquingKeysWith: { first, _ in first })
    commandsByName = Dictionary(commands.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// The handler of a request; nil for an unknown method.
  func request(_ method: String) -> (any RequestHandler.Type)? { requestsByMethod[method] }

  /// The handler of a notification; nil for an unknown one.
  func notification(_ method: String) -> (any NotificationHandler.Type)? { notificationsByMethod[method] }

  /// The command with a name; nil where there is none.
  func command(_ name: String) -> (any ServerCommand.Type)? { commandsByName[name] }

  /// What the server can do for a client.
  func capabilities(for abilities: ClientAbilities) -> ServerCapabilities {
    var capabilities = ServerCapabilities()
    for request in requests { request.announce(in: &capabilities, to: abilities) }
    for notification in notifications { notification.announce(in: &capabilities, to: abilities) }
    for command in commands { command.announce(in: &capabilities) }
    return capabilities
  }
}
