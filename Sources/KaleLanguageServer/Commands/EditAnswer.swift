import JSONSyntax
import LanguageServerProtocol

/// `{applied: true}`: the answer of commands that change the notebook. An edit that was not applied is an error.
struct EditAnswer: JSONEncodable {
  var json: JSONValue { ["applied": true] }
}
