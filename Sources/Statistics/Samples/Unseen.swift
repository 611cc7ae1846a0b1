import Foundation

/// What n cases exclude when none of them showed something. That nothing was seen does not prove that there is nothing.
///
/// Source: C. Clopper, E. Pearson, "The use of confidence or fiducial limits illustrated in the case of the binomial", Biometrika
/// 26 (1934); J. Hanley, A. Lippman-Hand, "If nothing goes wrong, is everything all right?", Journal of the American Medical
/// Association 249 (1983): the "rule of three".
public enum Unseen {
    /// The largest share of all cases that could show it although none of `count` did: the upper end of the exact one-sided
    /// interval, `1 − (1 − level)^(1/count)`. At 95 % it is close to 3/count from about 30 cases on. 1 where there is no case.
    ///
    /// - Parameters:
    ///   - count: how many cases; with weights how many equal ones carry as much.
    ///   - level: how sure, within 0…1.
    public static func largestShare(of count: Double, level: Double = 0.95) -> Double {
        guard count > 0, level > 0 else { return count > 0 ? 0 : 1 }
        guard level < 1 else { return 1 }
        return -expm1(log1p(-level) / count)
    }

    /// The fewest cases that, when none of them shows it, exclude a larger share than `share`. Nil for a share of 0 or less, or a level
    /// of 1: no number of cases is enough.
    public static func casesNeeded(toExcludeOver share: Double, level: Double = 0.95) -> Double? {
        guard share > 0, level < 1 else { return nil }
        guard share < 1, level > 0 else { return 1 }
        // What is a whole number but for rounding stays that number.
        return max((log1p(-level) / log1p(-share) - 1e-9).rounded(.up), 1)
    }
}
