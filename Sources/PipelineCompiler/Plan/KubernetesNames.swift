/// Names that Kubernetes and KFP know things under, made of the notebook's.
enum KubernetesName {
  /// A name as KFP makes it fit for Kubernetes: lower case, one dash for each run of other characters, none at the
  /// ends.
  static func fitted(_ name: String) -> String {
    name.lowercased().utf8.split { !isNameByte($0) }.map { String(Substring($0)) }.joined(separator: "-")
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
    default: false
    }
  }

  /// KFP's rule for the name of a pipeline.
  static func isPipelineName(_ name: String) -> Bool {
    guard let first = name.utf8.first, first != UInt8(ascii: "-") else { return false }
    return name.utf8.count <= 128 && name.utf8.allSatisfy { isNameByte($0) || $0 == UInt8(ascii: "-") }
  }
}
