import KaleAnalysis
import NotebookModel

/// Rules that report one cause in different words where they report the same place.
private struct RulesOfOneCause {
  /// The rules, the one first whose message helps most.
  let rules: [RuleDescription]
  /// Whether the fixes of the others are choices too.
  var joinsFixes = true

  /// A place has a finding of the most severe of these rules; of equally severe ones, of the first.
  static let all = [
    // A value that cannot be passed on has to be made elsewhere, whatever else is wrong with how a step passes it on.
    RulesOfOneCause(
      rules: [
        UnmarshallableOutput.description, UnloadableValue.description, PlainArray.description,
        ClassIdentity.description, ConditionalBinding.description, UnderscoreName.description,
        ChangedElsewhere.description,
      ], joinsFixes: false),
    // A name set in Python's builtins is both a binding and the state of a process, and a default that is assigned first is
    // a binding that Kale detects.
    RulesOfOneCause(
      rules: [UnseenBinding.description, LostProcessState.description, ConditionalBinding.description]),
    // Which package a module comes in decides what Kale installs too.
    RulesOfOneCause(
      rules: [GuessedPackage.description, UnknownPackage.description, StepImport.description]),
    // What is not a quantity has to be changed, whoever applies it.
    RulesOfOneCause(rules: [InvalidResourceAmount.description, KaleLosesSetting.description]),
    // No other name of a claim suits Kubernetes and not Kale.
    RulesOfOneCause(rules: [UnmountableVolume.description, InvalidConfiguration.description]),
  ]
}

extension [Finding] {
  /// The same findings, one for each cause: where several rules report a place for one reason, or several faults of a
  /// volume that Kale ignores, the most severe finding stands for the others, with their fixes.
  func withOneFindingForACause() -> [Finding] {
    if count < 2 { return self }
    var found = withOneFindingForAVolume()
    for group in RulesOfOneCause.all { found = found.joined(group) }
    return found.withoutFilesOfMissingTags()
  }

  /// The same findings without those for which another stands whose fixes are not theirs: these are not to be applied unseen.
  func withoutFixesThatOthersHide() -> [Finding] {
    if count < 2 { return self }
    return RulesOfOneCause.all.filter { !$0.joinsFixes }.reduce(self) { $0.joined($1) }
      .withoutFilesOfMissingTags()
  }

  /// The same findings without those about the order of steps that another finding's tag mends: the data that a step needs
  /// is said before its files.
  private func withoutFilesOfMissingTags() -> [Finding] {
    guard contains(where: { $0.rule == UnorderedSteps.description }) else { return self }
    let mended = Set(lazy.filter { $0.rule != UnorderedSteps.description }.flatMap(\.fixes).map(\.edits))
    return filter { finding in
      finding.rule != UnorderedSteps.description || finding.fixes.allSatisfy { !mended.contains($0.edits) }
    }
  }

  /// Joins the findings at one place of some rules.
  private func joined(_ group: RulesOfOneCause) -> [Finding] {
    let indices = indices.filter { group.rules.contains(self[$0].rule) }
    if indices.count < 2 { return self }
    var kept: [CausePlace: Int] = [:]
    var removed: Set<Int> = []
    var result = self
    for index in indices {
      let place = CausePlace(self[index].place)
      guard let other = kept[place] else {
        kept[place] = index
        continue
      }
      // Two findings of one rule are about two things.
      guard self[index].rule != result[other].rule else { continue }
      let isBetter = isBetter(index, than: other, group)
      let (stays, goes) = isBetter ? (index, other) : (other, index)
      result[stays] = result[stays].standing(for: result[goes], joinsFixes: group.joinsFixes)
      kept[place] = stays
      removed.insert(goes)
    }
    return result.indices.filter { !removed.contains($0) }.map { result[$0] }
  }

  private func isBetter(_ index: Int, than other: Int, _ group: RulesOfOneCause) -> Bool {
    let (finding, known) = (self[index], self[other])
    if finding.severity != known.severity { return finding.severity < known.severity }
    let rank = { (finding: Finding) in group.rules.firstIndex(of: finding.rule) ?? group.rules.count }
    return rank(finding) < rank(known)
  }

  /// The same findings, with one for each volume that Kale ignores: whatever is wrong with its values, the choice is
  /// whether to keep it.
  private func withOneFindingForAVolume() -> [Finding] {
    let ignored = indices.filter { self[$0].rule == IgnoredVolume.description }
    if ignored.isEmpty { return self }
    let volumes = Dictionary(grouping: indices) { self[$0].place.volume }
    var result = self
    var removed: Set<Int> = []
    for index in ignored {
      guard let volume = self[index].place.volume, let all = volumes[volume], all.count > 1,
        let first = all.filter({ $0 != index }).min(by: {
          (self[$0].severity, $0) < (self[$1].severity, $1)
        })
      else { continue }
      // That Kale ignores the volume is no fault; what else is wrong with it decides.
      var finding = self[first]
      for other in all where other != first {
        finding = finding.standing(for: self[other], joinsFixes: false)
        if other != index { finding.related.append(.init(self[other].place, self[other].message)) }
      }
      finding.message += " Kale ignores this volume: if no step needs it, remove it."
      finding.fixes = self[index].fixes.prefix(1) + finding.fixes
      finding.severity = Swift.min(finding.severity, self[index].severity)
      result[first] = finding
      removed.formUnion(all.filter { $0 != first })
    }
    return result.indices.filter { !removed.contains($0) }.map { result[$0] }
  }
}

/// Where a cause is: a place, or of code its end, since one rule marks `builtins.rate` and another the name alone.
private enum CausePlace: Hashable {
  case place(NotebookPlace)
  case code(CellIndex, end: Int)

  init(_ place: NotebookPlace) {
    if case .source(let cell, let range) = place {
      self = .code(cell, end: range.upperBound)
    } else {
      self = .place(place)
    }
  }
}

extension NotebookPlace {
  /// The index of the volume that a place in the configuration belongs to.
  fileprivate var volume: String? {
    let path: [String]
    switch self {
    case .metadata(let found), .metadataKey(let found): path = found
    case .notebook, .file, .cell, .tag, .source: return nil
    }
    guard path.count > 2, path[0] == "kubeflow_notebook", path[1] == "volumes" else { return nil }
    return path[2]
  }
}

extension Finding {
  /// The finding, in place of another about the same cause.
  fileprivate func standing(for other: Finding, joinsFixes: Bool) -> Finding {
    var finding = self
    if other.kale == .refused { finding.kale = .refused }
    guard joinsFixes else { return finding }
    let titles = Set(fixes.map(\.title))
    finding.fixes += other.fixes.filter { !titles.contains($0.title) }
    return finding
  }
}
