/// SplitMix64: the same numbers for the same seed, so that what fails can be run again.
///
/// A test takes its seed as an argument, which is printed with what fails, or has it as a constant.
package struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  /// Starts the numbers of a seed; those of neighbouring seeds have nothing in common.
  package init(seed: UInt64) {
    // Not a multiple of the step: the numbers of the next seed would be these without the first.
    state = Self.mixed(seed &+ 0x632B_E59B_D9B4_E019)
  }

  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    return Self.mixed(state)
  }

  private static func mixed(_ value: UInt64) -> UInt64 {
    var mixed = value
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
