#!/usr/bin/env python3
"""Computes reference values with SciPy and NumPy and writes them as Swift.

Run from any folder: python3 Tests/StatisticsTests/Reference/generate.py
It writes ReferenceValues.swift beside itself. The samples are drawn with a fixed seed, so a run of the same versions
writes the same file.
"""

import collections
import itertools
import math
import pathlib

import numpy as np
import scipy
from scipy import optimize, stats

generator = np.random.default_rng(20160217)


def rounded(values, digits):
    return [float(value) for value in np.round(values, digits)]


# Two samples a case. Many digits: no ties. Few digits: ties.
PAIRS = {
    "tiny": ([1.1, 2.3, 3.7], [4.9, 5.2, 6.6]),
    "one against one": ([1.0], [2.0]),
    "one against many": ([3.5], rounded(generator.normal(3, 1, 9), 6)),
    "small, shifted": (rounded(generator.normal(10, 1, 8), 6), rounded(generator.normal(11, 1, 7), 6)),
    "unequal sizes": (rounded(generator.lognormal(0, 1, 5), 6), rounded(generator.lognormal(0.4, 1, 20), 6)),
    "at the exact limit": (rounded(generator.normal(0, 1, 50), 9), rounded(generator.normal(0.3, 1, 50), 9)),
    "beyond the exact limit": (rounded(generator.normal(0, 1, 80), 9), rounded(generator.normal(0.3, 1, 60), 9)),
    "ties": (rounded(generator.normal(5, 1, 12), 1), rounded(generator.normal(5.5, 1, 14), 1)),
    "huge ties": ([1.0] * 9 + [2.0], [1.0] * 7 + [2.0] * 5),
    "all equal": ([4.0] * 6, [4.0] * 5),
    "wholly apart": ([float(value) for value in range(10)], [float(value) for value in range(100, 112)]),
}

SAMPLES = {
    "one": [2.5],
    "two": [1.0, 4.0],
    "odd": [3.0, 1.0, 2.0, 10.0, -4.0],
    "even": rounded(generator.lognormal(0, 1, 14), 6),
    "all equal": [7.0] * 8,
    "ties": [1.0, 1.0, 1.0, 1.0, 2.0, 2.0, 3.0, 9.0],
    "normal": rounded(generator.normal(100, 15, 101), 6),
    "outliers": rounded(generator.normal(1, 0.01, 20), 6) + [1.5, 0.2],
}

DIFFERENCES = {
    "one": [0.3],
    "five, one side": [0.2, 0.9, 1.4, 0.5, 2.2],
    "twelve": rounded(generator.normal(0.4, 1, 12), 6),
    "at the exact limit": rounded(generator.normal(0.2, 1, 50), 9),
    "beyond the exact limit": rounded(generator.normal(0.2, 1, 90), 9),
    "ties": [0.5, -0.5, 1.0, 1.0, 1.5, -1.0, 2.0, 2.0, 0.5, 3.0],
    "ties, beyond the exact limit": rounded(generator.normal(0.2, 1, 120), 1),
    "zeros": [0.0, 0.0, 1.2, -0.4, 2.2, 0.9, 1.7, 0.3],
}


# Strata by name: each a list of values and what each of them counts.
STRATA = {
    "one": [(SAMPLES["even"], 1.0)],
    "two, unlike weights": [(SAMPLES["even"], 0.25), (SAMPLES["ties"], 3.0)],
    "three": [(SAMPLES["odd"], 1.0), (SAMPLES["normal"], 0.1), (SAMPLES["outliers"], 2.0)],
}


# Quantile intervals: how many values, which quantile.
QUANTILES = [(count, probability) for count in [6, 20, 71, 72, 90, 200] for probability in [0.5, 0.95, 0.99]]

# Drawn by a generator of their own, so that the samples above stay what they are.
later = np.random.default_rng(20261125)
PAIRS.update({
    "ties, one against three": ([2.0], [1.0, 1.0, 1.0]),
    "ties, lopsided": ([1.0, 1.0, 3.0], [1.0, 2.0, 2.0, 2.0, 3.0, 3.0, 3.0, 3.0, 3.0]),
    "ties, whole numbers": (rounded(later.normal(3, 1, 9), 0), rounded(later.normal(4, 1, 8), 0)),
    "ties at the exact limit": (rounded(later.normal(5, 1, 50), 1), rounded(later.normal(5.4, 1, 50), 1)),
    "ties beyond the exact limit": (rounded(later.normal(5, 1, 80), 1), rounded(later.normal(5.4, 1, 60), 1)),
})

# p-values of comparisons made at once.
HOLM = [
    [0.01, 0.04, 0.03, 0.005],
    [0.02, 0.02, 0.02],
    [0.5],
    rounded(later.uniform(0, 1, 9) ** 3, 6),
    [0.0, 1.0, 0.3, 0.3, 0.0001, 0.049, 0.02],
]

# Powers of the test between draws from a base and draws from it that are raised: base, values a side, effect, level.
POWERS = [
    ([1.0, 2.0], 4, 0.5, 0.05),
    ([1.0, 1.1, 1.3], 4, 0.2, 0.05),
    ([1.0, 1.1, 1.3, 1.4], 5, 0.25, 0.05),
    ([1.0, 1.1, 1.3], 4, -0.2, 0.05),
    ([1.0, 1.1, 1.3], 5, 0.0, 0.05),
    ([1.0, 1.0, 2.0], 4, 0.5, 0.05),
]

# Differences of pairs in strata.
STRATIFIED = {
    "one, without ties": [DIFFERENCES["twelve"]],
    "one, with ties": [DIFFERENCES["ties"]],
    "two": [rounded(later.normal(0.5, 1, 8), 6), rounded(later.normal(0.5, 10, 6), 6)],
    "ties and zeros": [[0.0, 0.5, -0.5, 1.0, 1.0], [2.0, 2.0, -2.0, 3.0], [0.1, 0.1]],
    "one pair each": [[0.3], [1.2], [-0.1], [0.7], [0.2], [2.0]],
    "empty and all zeros": [[], [0.0, 0.0], [0.4, 1.1, -0.2, 0.9]],
    "nothing": [[0.0, 0.0], []],
    "four of twelve": [rounded(later.normal(0.3, scale, 12), 6) for scale in [0.3, 1, 1, 3]],
    "four of twelve, with ties": [rounded(later.normal(0.3, 1, 12), 1) for _ in range(4)],
    "at the exact limit": [rounded(later.normal(0.1, 1, 120), 6), rounded(later.normal(0.1, 1, 80), 1)],
    "one, beyond the exact limit": [rounded(later.normal(0.1, 1, 250), 1)],
    "beyond the exact limit": [rounded(later.normal(0.1, 1, 120), 6), rounded(later.normal(0.1, 1, 90), 1)],
}

# Powers of the signed-rank test of draws from measured differences: strata of these, pairs a stratum, shift, level.
PAIRED_POWERS = [
    ([[0.3, 1.0]], 6, 0.41, 0.05),
    ([[0.1, 0.25, 0.85]], 6, 0.31, 0.05),
    ([[0.1, 0.25, 0.85]], 8, 0.43, 0.05),
    ([[-0.1, 0.25, 0.85, 0.4]], 8, 0.47, 0.01),
    ([[-0.1, 0.25, 0.85, 2.4]], 9, 0.93, 0.05),
    ([[0.1, 0.25, 0.85]], 8, 0.013, 0.05),
    ([[0.1, 0.75], [0.2, 2.9]], 5, 0.53, 0.05),
    ([[0.1, 0.25, 0.85], [1.0, -0.3, 0.4]], 4, 0.43, 0.05),
]

# Throughput over the number of executors.
SWEEPS = {
    "one of each": ([1, 2, 3, 4, 6, 8], [0.31, 0.55, 0.69, 0.74, 0.77, 0.70]),
    "three of each": (
        [number for number in [1, 2, 3, 4, 6, 8] for _ in range(3)],
        [0.30, 0.31, 0.33, 0.52, 0.55, 0.57, 0.66, 0.69, 0.70, 0.73, 0.74, 0.76, 0.75, 0.77, 0.78, 0.69, 0.70, 0.72]),
}


def scalability(numbers, throughputs):
    """SciPy's least squares of the Universal Scalability Law, and the root of the mean squared residual."""
    law = lambda n, single, contention, coherency: single * n / (1 + contention * (n - 1) + coherency * n * (n - 1))
    n, x = np.array(numbers, float), np.array(throughputs)
    found, _ = optimize.curve_fit(law, n, x, p0=[0.3, 0.1, 0.01], xtol=1e-14, ftol=1e-14, gtol=1e-14)
    return *found, math.sqrt(np.mean((x - law(n, *found)) ** 2))


def tied_p(first, second):
    """The exact two-sided p of the rank sum with ties: SciPy's exact method does not know them.

    Counted with whole numbers, value by value: in how many ways so many values have such a sum of doubled mean ranks.
    Where the orders are few, SciPy's permutation test goes through all of them and must agree.
    """
    ranks = stats.rankdata(first + second)
    doubled = [int(round(2 * rank)) for rank in ranks]
    ways = collections.Counter({(0, 0): 1})
    for rank in doubled:
        for (taken, total), count in list(ways.items()):
            if taken < len(first):
                ways[taken + 1, total + rank] += count
    sums = {total: count for (taken, total), count in ways.items() if taken == len(first)}
    orders = math.comb(len(doubled), len(first))
    assert sum(sums.values()) == orders
    observed = sum(doubled[: len(first)])
    lower = sum(count for total, count in sums.items() if total <= observed)
    upper = sum(count for total, count in sums.items() if total >= observed)
    p = min(1.0, 2 * min(lower, upper) / orders)
    # SciPy permutes samples of two values or more only.
    if orders <= 1_000_000 and min(len(first), len(second)) > 1:
        permuted = stats.permutation_test(
            (ranks[: len(first)], ranks[len(first):]), lambda x, y, axis: np.sum(x, axis=axis), vectorized=True,
            permutation_type="independent", alternative="two-sided", n_resamples=np.inf, batch=20_000)
        assert math.isclose(p, min(1.0, permuted.pvalue), rel_tol=1e-9), (p, permuted.pvalue)
    return p


def holm(values):
    """Holm's adjusted p-values as the closure of Bonferroni's test: the worst of all sets of hypotheses that hold each."""
    adjusted = [0.0] * len(values)
    for members in itertools.product([False, True], repeat=len(values)):
        chosen = [index for index, member in enumerate(members) if member]
        if chosen:
            p = min(1.0, len(chosen) * min(values[index] for index in chosen))
            for index in chosen:
                adjusted[index] = max(adjusted[index], p)
    return adjusted


def shares(total, parts):
    """Every way to draw `total` times from `parts` values, with its probability."""
    for cuts in itertools.combinations(range(total + parts - 1), parts - 1):
        edges = [-1, *cuts, total + parts - 1]
        times = [after - before - 1 for before, after in zip(edges, edges[1:])]
        yield times, math.factorial(total) / math.prod(map(math.factorial, times)) / parts**total


def power(base, count, effect, level):
    """The exact probability that the test finds the effect: every draw of both sides, with its probability."""
    tied = len(set(base)) < len(base)
    cumulative = exact_rank_sum(count, count)
    pairs = count * count
    found = 0.0
    for times, probability in shares(count, len(base)):
        first = [value for value, number in zip(base, times) for _ in range(number)]
        for other_times, other_probability in shares(count, len(base)):
            second = [value * (1 + effect) for value, number in zip(base, other_times) for _ in range(number)]
            doubled = sum(2 * (y > x) + (y == x) for x in first for y in second)
            if tied:
                p = tied_p_quickly(first, second)
            else:
                # Draws that repeat a value are not ties of the measurement: the test is that without ties.
                p = min(1.0, 2 * cumulative((min(doubled, 2 * pairs - doubled) + 1) // 2))
            on_side = effect == 0 or (doubled > pairs if effect > 0 else doubled < pairs)
            if p <= level and on_side:
                found += probability * other_probability
    return found


def tied_p_quickly(first, second):
    """As tied_p, by going through all choices of the first sample."""
    ranks = list(stats.rankdata(first + second))
    observed = sum(ranks[: len(first)])
    sums = [sum(chosen) for chosen in itertools.combinations(ranks, len(first))]
    lower = sum(value <= observed + 1e-9 for value in sums)
    upper = sum(value >= observed - 1e-9 for value in sums)
    return min(1.0, 2 * min(lower, upper) / len(sums))


def mann_whitney(first, second):
    pooled = first + second
    exact = max(len(first), len(second)) <= 50
    tied = len(set(pooled)) < len(pooled)
    with np.errstate(all="ignore"):
        result = stats.mannwhitneyu(
            first, second, alternative="two-sided", method="exact" if exact and not tied else "asymptotic",
            use_continuity=True)
    p = tied_p(first, second) if exact and tied else float(result.pvalue)
    if len(set(pooled)) == 1:
        p = 1.0
    differences = [a - b for a in first for b in second]
    delta = (sum(d > 0 for d in differences) - sum(d < 0 for d in differences)) / len(differences)
    return float(result.statistic), p, exact, delta


def signed_rank(differences):
    values = [value for value in differences if value != 0]
    if len(values) > 50:
        result = stats.wilcoxon(differences, correction=True, method="asymptotic", alternative="two-sided")
        greater = stats.wilcoxon(differences, method="asymptotic", alternative="greater")
        return float(greater.statistic), float(result.pvalue), False
    greater = stats.wilcoxon(values, method="asymptotic", alternative="greater")
    sizes = sorted(abs(value) for value in values)
    if len(set(sizes)) == len(sizes):
        result = stats.wilcoxon(values, method="exact", alternative="two-sided")
        return float(greater.statistic), float(result.pvalue), True
    # Every assignment of signs, counted: SciPy's exact method does not know ties.
    ranks = stats.rankdata(np.abs(values))
    whole = ranks.sum()
    larger = max(greater.statistic, whole - greater.statistic)
    sums = np.array([np.dot(signs, ranks) for signs in itertools.product([0, 1], repeat=len(ranks))])
    return float(greater.statistic), min(1.0, 2 * float((sums >= larger - 1e-9).mean())), True


def stratified_signed_rank(strata):
    """The signed-rank test over strata, by counting signs with whole numbers, for up to 200 differences.

    Where the assignments of signs are few, all of them are gone through; one stratum must be as SciPy has it.
    """
    strata = [[value for value in values if value != 0] for values in strata]
    ranks = [rank for values in strata if values for rank in stats.rankdata(np.abs(values))]
    signs = [value > 0 for values in strata for value in values]
    positive, whole = sum(rank for rank, sign in zip(ranks, signs) if sign), sum(ranks)
    larger = max(positive, whole - positive)
    exact = len(ranks) <= 200
    if exact:
        ways = collections.Counter({0: 1})
        for rank in ranks:
            shifted = collections.Counter({total + int(2 * rank): count for total, count in ways.items()})
            ways = ways + shifted
        tail = sum(count for total, count in ways.items() if total >= 2 * larger)
        p = min(1.0, 2 * tail / 2 ** len(ranks))
        if 0 < len(ranks) <= 16:
            sums = np.array([np.dot(flips, ranks) for flips in itertools.product([0, 1], repeat=len(ranks))])
            assert math.isclose(p, min(1.0, 2 * float((sums >= larger - 1e-9).mean())))
    else:
        deviation = math.sqrt(sum(rank * rank for rank in ranks) / 4)
        p = min(1.0, float(2 * stats.norm.sf((larger - whole / 2 - 0.5) / deviation)))
    if len(strata) == 1 and (not exact or len(set(np.abs(strata[0]))) == len(ranks)):
        result = stats.wilcoxon(
            strata[0], zero_method="wilcox", correction=not exact, method="exact" if exact else "asymptotic")
        assert math.isclose(p, result.pvalue, rel_tol=1e-9), (p, result.pvalue)
    return positive, p, exact, (2 * positive - whole) / whole if whole else 0.0


def paired_power(strata, pairs, shift, level):
    """The exact probability that the test finds the shift: every draw, with its probability."""
    # Probability by the sum of the ranks below 0, over the strata so far; and the ways to such a sum if nothing differs.
    sums = {0.0: 1.0}
    ways = [1]
    for differences in strata:
        centre = paired_shift(differences)[0]
        stretch = math.sqrt(len(differences) / (len(differences) - 1))
        noise = [sign * stretch * (value - centre) for value in differences for sign in (1, -1)]
        longer = collections.defaultdict(float)
        for times, probability in shares(pairs, len(noise)):
            drawn = np.repeat(noise, times) + shift
            negative = float(stats.rankdata(np.round(np.abs(drawn), 9))[drawn < 0].sum())
            for before, earlier in sums.items():
                longer[before + negative] += earlier * probability
        sums = longer
        for rank in range(1, pairs + 1):
            ways = [a + b for a, b in zip(ways + [0] * rank, [0] * rank + ways)]
    cumulated = list(itertools.accumulate(ways))
    # Draws that repeat a value are not ties of the measurement: the test is that without ties.
    return sum(
        probability for negative, probability in sums.items()
        if negative < (len(ways) - 1) / 2 and 2 * cumulated[math.ceil(negative)] / cumulated[-1] <= level)


def ranks_of_interval(cumulative, count, level):
    """The largest k with 2 P(statistic <= k - 1) <= 1 - level, and the level it reaches."""
    k = 0
    while k + 1 <= (count + 1) // 2 and 2 * cumulative(k) <= 1 - level:
        k += 1
    return k, 1 - 2 * cumulative(k - 1) if k else None


def interval_of(values, cumulative, level=0.95):
    values = sorted(values)
    k, reached = ranks_of_interval(cumulative, len(values), level)
    return (values[k - 1], values[len(values) - k], float(reached)) if k else None


def exact_rank_sum(n, m):
    """The cumulated distribution of U by integers: the coefficients of the Gaussian binomial."""
    counts = [1]
    for i in range(1, n + 1):
        product = counts + [0] * (m + i)
        for index in range(len(product) - 1, m + i - 1, -1):
            product[index] -= product[index - m - i]
        for index in range(i, len(product)):
            product[index] += product[index - i]
        counts = product[: i * m + 1]
    total = math.comb(n + m, n)
    assert sum(counts) == total
    cumulated = list(itertools.accumulate(counts))
    return lambda u: cumulated[u] / total


def exact_signed_rank(n):
    counts = [1]
    for rank in range(1, n + 1):
        counts = [a + b for a, b in zip(counts + [0] * rank, [0] * rank + counts)]
    cumulated = list(itertools.accumulate(counts))
    return lambda w: cumulated[w] / 2**n


def two_sample_shift(base, candidate):
    n, m = len(base), len(candidate)
    differences = [b - a for a in base for b in candidate]
    if max(n, m) <= 50:
        cumulative = exact_rank_sum(n, m)
    else:
        deviation = math.sqrt(n * m * (n + m + 1) / 12)
        cumulative = lambda u: stats.norm.cdf((u + 0.5 - n * m / 2) / deviation)
    return float(np.median(differences)), interval_of(differences, cumulative)


def paired_shift(differences):
    n = len(differences)
    averages = [differences[i] / 2 + differences[j] / 2 for i in range(n) for j in range(i, n)]
    if n <= 50:
        cumulative = exact_signed_rank(n)
    else:
        deviation = math.sqrt(n * (n + 1) * (2 * n + 1) / 24)
        cumulative = lambda w: stats.norm.cdf((w + 0.5 - n * (n + 1) / 4) / deviation)
    return float(np.median(averages)), interval_of(averages, cumulative)


def median_interval(values, level):
    n = len(values)
    return interval_of(values, lambda k: float(stats.binom.cdf(k, n, 0.5)), level)


def number(value):
    return "nil" if value is None else repr(float(value))


def numbers(values):
    return "[" + ", ".join(number(value) for value in values) + "]"


def interval(value):
    if value is None:
        return "nil"
    return f"Interval(low: {number(value[0])}, high: {number(value[1])}, level: {number(value[2])})"


def boolean(value):
    return "true" if value else "false"


def lines():
    yield f"// Generated by generate.py in this folder with SciPy {scipy.__version__} and NumPy {np.__version__}: do not edit."
    yield "// swift-format-ignore-file"
    yield "import Statistics"
    yield ""
    yield "/// What SciPy and NumPy compute for the same samples."
    yield "enum ReferenceValues {"
    yield "    static let samples: [SampleReference] = ["
    for name, values in SAMPLES.items():
        probabilities = [0, 0.05, 0.25, 0.5, 0.9, 1]
        yield f'        SampleReference(name: "{name}", values: {numbers(values)},'
        yield f"            median: {number(np.median(values))}, mean: {number(np.mean(values))},"
        yield f"            quantiles: {numbers(np.quantile(values, probabilities))},"
        yield f"            medianAbsoluteDeviation: {number(stats.median_abs_deviation(values))},"
        yield f"            medianInterval95: {interval(median_interval(values, 0.95))},"
        yield f"            medianInterval80: {interval(median_interval(values, 0.80))}),"
    yield "    ]"
    yield ""
    yield "    static let quantileProbabilities = [0, 0.05, 0.25, 0.5, 0.9, 1]"
    yield ""
    yield "    static let pairs: [PairReference] = ["
    for name, (first, second) in PAIRS.items():
        u, p, exact, delta = mann_whitney(first, second)
        shift, bounds = two_sample_shift(first, second)
        yield f'        PairReference(name: "{name}", first: {numbers(first)},'
        yield f"            second: {numbers(second)},"
        yield f"            u: {number(u)}, p: {number(p)}, exact: {boolean(exact)}, cliffsDelta: {number(delta)},"
        yield f"            shift: {number(shift)}, interval: {interval(bounds)}),"
    yield "    ]"
    yield ""
    yield "    static let differences: [DifferenceReference] = ["
    for name, values in DIFFERENCES.items():
        w, p, exact = signed_rank(values)
        shift, bounds = paired_shift(values)
        yield f'        DifferenceReference(name: "{name}", values: {numbers(values)},'
        yield f"            w: {number(w)}, p: {number(p)}, exact: {boolean(exact)},"
        yield f"            shift: {number(shift)}, interval: {interval(bounds)}),"
    yield "    ]"
    yield ""
    yield "    /// Bootstrap intervals of SciPy with 200,000 resamples, which Plimsoll's must come near."
    yield "    static let bootstraps: [BootstrapReference] = ["
    for name in ["even", "normal", "outliers"]:
        values = SAMPLES[name]
        for statistic in ["median", "mean"]:
            for method in ["percentile", "BCa"]:
                result = stats.bootstrap(
                    (values,), getattr(np, statistic), n_resamples=200_000, batch=2_000, method=method,
                    confidence_level=0.95, rng=np.random.default_rng(1))
                low, high = result.confidence_interval
                yield f'        BootstrapReference(sample: "{name}", statistic: "{statistic}", method: "{method.lower()}",'
                yield f"            low: {number(low)}, high: {number(high)}, standardError: {number(result.standard_error)}),"
    yield "    ]"
    yield ""
    yield "    /// Weighted means over strata, with SciPy's bootstrap of 200,000 resamples, each stratum within itself."
    yield "    static let stratifiedMeans: [StratifiedMeanReference] = ["
    for name, strata in STRATA.items():
        samples = tuple(values for values, _ in strata)
        shares = [weight * len(values) for values, weight in strata]
        shares = [share / sum(shares) for share in shares]

        def mean(*parts, axis, shares=shares):
            return sum(share * np.mean(part, axis=axis) for share, part in zip(shares, parts))

        result = stats.bootstrap(
            samples, mean, n_resamples=200_000, batch=2_000, method="percentile", confidence_level=0.95,
            vectorized=True, rng=np.random.default_rng(1))
        low, high = result.confidence_interval
        error = math.sqrt(sum((share * stats.sem(values)) ** 2 for share, values in zip(shares, samples)))
        yield f'        StratifiedMeanReference(name: "{name}", strata: ['
        for values, weight in strata:
            yield f"            (values: {numbers(values)}, weight: {number(weight)}),"
        yield f"            ], mean: {number(mean(*samples, axis=0))}, standardError: {number(error)},"
        yield f"            low: {number(low)}, high: {number(high)}),"
    yield "    ]"
    yield ""
    yield "    /// Intervals of quantiles of the values 1, 2, 3, …: their ends are ranks."
    yield "    static let quantileIntervals: [QuantileIntervalReference] = ["
    for count, probability in QUANTILES:
        bounds = stats.quantile_test(np.arange(1, count + 1), q=1, p=probability).confidence_interval(0.95)
        low, high = (None if math.isnan(end) else end for end in (bounds.low, bounds.high))
        yield f"        QuantileIntervalReference(count: {count}, probability: {number(probability)},"
        yield f"            low: {number(low)}, high: {number(high)}),"
    yield "    ]"
    yield ""
    yield "    /// The largest share of cases that none of so many leaves possible: the exact binomial test's one-sided interval."
    yield "    static let unseenShares: [(count: Int, level: Double, share: Double)] = ["
    for count, level in itertools.product([1, 2, 6, 16, 29, 40, 56, 59, 300, 10_000], [0.95, 0.8]):
        share = stats.binomtest(0, count, alternative="less").proportion_ci(level, method="exact").high
        yield f"        ({count}, {number(level)}, {number(share)}),"
    yield "    ]"
    yield ""
    yield "    /// Fits of the Universal Scalability Law."
    yield "    static let sweeps: [SweepReference] = ["
    for name, (executors, throughputs) in SWEEPS.items():
        single, contention, coherency, residual = scalability(executors, throughputs)
        yield f'        SweepReference(name: "{name}", numbers: {numbers(executors)},'
        yield f"            throughputs: {numbers(throughputs)},"
        yield f"            single: {number(single)}, contention: {number(contention)}, coherency: {number(coherency)},"
        yield f"            residual: {number(residual)}),"
    yield "    ]"
    yield ""
    yield "    /// Holm's adjusted p-values, as the closure of Bonferroni's test."
    yield "    static let holm: [HolmReference] = ["
    for values in HOLM:
        yield f"        HolmReference(p: {numbers(values)},"
        yield f"            adjusted: {numbers(holm(values))}),"
    yield "    ]"
    yield ""
    yield "    /// Powers of the Mann–Whitney test, by going through every draw."
    yield "    static let powers: [PowerReference] = ["
    for base, count, effect, level in POWERS:
        yield f"        PowerReference(base: {numbers(base)}, count: {count}, effect: {number(effect)}, level: {number(level)},"
        yield f"            power: {number(power(base, count, effect, level))}),"
    yield "    ]"
    yield ""
    yield "    /// Signed-rank tests over strata."
    yield "    static let stratified: [StratifiedReference] = ["
    for name, strata in STRATIFIED.items():
        w, p, exact, correlation = stratified_signed_rank(strata)
        yield f'        StratifiedReference(name: "{name}", strata: ['
        for values in strata:
            yield f"            {numbers(values)},"
        yield f"            ], w: {number(w)}, p: {number(p)}, exact: {boolean(exact)}, rankBiserial: {number(correlation)}),"
    yield "    ]"
    yield ""
    yield "    /// Powers of the signed-rank test, by going through every draw."
    yield "    static let pairedPowers: [PairedPowerReference] = ["
    for strata, pairs, shift, level in PAIRED_POWERS:
        yield f"        PairedPowerReference(strata: [{', '.join(map(numbers, strata))}], pairs: {pairs}, shift: {number(shift)},"
        yield f"            level: {number(level)}, power: {number(paired_power(strata, pairs, shift, level))}),"
    yield "    ]"
    yield ""
    yield "    /// Probabilities and the standard normal distribution's quantiles."
    yield "    static let normalQuantiles: [(probability: Double, z: Double)] = ["
    for probability in [1e-12, 1e-5, 0.001, 0.025, 0.2, 0.4999, 0.5, 0.8, 0.975, 0.99999]:
        yield f"        ({number(probability)}, {number(stats.norm.ppf(probability))}),"
    yield "    ]"
    yield "}"


target = pathlib.Path(__file__).with_name("ReferenceValues.swift")
target.write_text("\n".join(lines()) + "\n")
