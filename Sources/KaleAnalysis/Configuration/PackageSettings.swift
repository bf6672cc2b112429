import JSONSyntax

/// What the metadata `kale_lsp` says of the packages that steps install.
package struct PackageSettings: Sendable, Equatable {
  /// Which packages a step installs.
  package enum Scope: String, Sendable, CaseIterable {
    /// Those that the step needs.
    case step
    /// Those that imports and functions cells import, in every step, as in Kale.
    case notebook
  }

  /// The cells whose imports decide what a step installs; nil if it is not set.
  package var scope: Scope?
  /// What every step installs, and in which version.
  package var requirements: [Requirement] = []
  /// For modules the distribution that each comes in, nil for none; goes before `PackageNames`.
  package var names: [String: String?] = [:]

  /// Creates the settings of a notebook that has none.
  package init() {}
}

/// Reads `packages`, `requirements` and `package_names` of `metadata.kale_lsp`.
struct PackageSettingsReading {
  private(set) var settings = PackageSettings()
  private(set) var faults: [NotebookSettingFault] = []

  init(_ metadata: JSONValue) {
    readScope(metadata["packages"])
    readRequirements(metadata["requirements"])
    readNames(metadata["package_names"])
  }

  private mutating func report(_ path: [String], _ reason: String) {
    faults.append(NotebookSettingFault(path: path, reason: reason))
  }

  private mutating func readScope(_ value: JSONValue?) {
    switch value {
    case nil, .null: break
    case .string(let word) where PackageSettings.Scope(rawValue: word) != nil:
      settings.scope = PackageSettings.Scope(rawValue: word)
    default: report(["packages"], "`packages` must be `\"step\"` or `\"notebook\"`")
    }
  }

  private mutating func readRequirements(_ value: JSONValue?) {
    let path = ["requirements"]
    switch value {
    case nil, .null: break
    case .array(let elements):
      for (index, element) in elements.enumerated() {
        if case .string(let text) = element, let requirement = Requirement(text) {
          settings.requirements.append(requirement)
        } else {
          report(
            path + ["\(index)"],
            "this is not a valid requirement. Use a string, for example `\"pandas==2.2.3\"`")
        }
      }
    default: report(path, "`requirements` must be a list of strings, for example `[\"pandas==2.2.3\"]`")
    }
  }

  private mutating func readNames(_ value: JSONValue?) {
    let path = ["package_names"]
    switch value {
    case nil, .null: break
    case .object(let members):
      for member in members {
        switch member.value {
        case .null: settings.names.updateValue(nil, forKey: member.key)
        case .string(let text) where Requirement(text)?.isBare == true:
          settings.names.updateValue(text, forKey: member.key)
        default:
          report(
            path + [member.key],
            "`\(member.key)` must be the name of a package on the package index, or null to install "
              + "nothing")
        }
      }
    default:
      report(path, "`package_names` must be an object, for example `{\"cv2\": \"opencv-python-headless\"}`")
    }
  }
}
