import Foundation

/// The binomial distribution with probability one half.
enum Binomial {
    /// The probability of `successes` in `trials`, by logarithms, since 2⁻ⁿ underflows.
    static func halfProbability(of successes: Int, in trials: Int) -> Double {
        exp(logarithmOfCoefficient(trials, successes) - Double(trials) * log(2))
    }

    /// The probability of at most `successes` in `trials`, each with `probability`, strictly between 0 and 1.
    static func cumulative(_ successes: Int, in trials: Int, probability: Double) -> Double {
        guard successes >= 0 else { return 0 }
        let sum = (0...min(successes, trials)).reduce(0.0) { sum, count in
            sum
                + exp(
                    logarithmOfCoefficient(trials, count) + Double(count) * log(probability)
                        + Double(trials - count) * log1p(-probability))
        }
        return min(1, sum)
    }

    /// `n choose k`, for k within 0…n; infinite if it exceeds the largest number.
    static func coefficient(_ n: Int, _ k: Int) -> Double {
        let smaller = min(k, n - k)
        return (0..<max(smaller, 0)).reduce(1.0) { (product: Double, index: Int) -> Double in
            product * Double(n - smaller + index + 1) / Double(index + 1)
        }
    }

    /// The natural logarithm of `n choose k`.
    static func logarithmOfCoefficient(_ n: Int, _ k: Int) -> Double {
        lgamma(Double(n) + 1) - lgamma(Double(k) + 1) - lgamma(Double(n - k) + 1)
    }
}

/// The standard normal distribution.
enum Normal {
    /// The probability of a value of at most `z`.
    static func cumulative(_ z: Double) -> Double { erfc(-z / 2.0.squareRoot()) / 2 }

    /// The value with cumulative `probability`; −∞ at 0, +∞ at 1.
    ///
    /// Source: it starts with formula 26.2.23 of M. Abramowitz, I. Stegun, "Handbook of Mathematical Functions" (error
    /// below 4.5·10⁻⁴). Halley's steps, each of which triples the digits, reach the precision of `erfc`.
    static func quantile(_ probability: Double) -> Double {
        if probability <= 0 { return -.infinity }
        if probability >= 1 { return .infinity }
        if probability > 0.5 { return -quantile(1 - probability) }
        let t = (-2 * log(probability)).squareRoot()
        var z = (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308))) - t
        for _ in 0..<3 {
            let step = (cumulative(z) - probability) * (2 * Double.pi).squareRoot() * exp(z * z / 2)
            z -= step / (1 + z * step / 2)
        }
        return z
    }
}
