"""Networks of topics, and the groups in them that belong together.

Conventions: a network is a symmetric table of weights of 0 or more, with zeros on the diagonal; a grouping has one
number a node, from 0, in the order in which the groups are met.

Contents: `cosine_network`, `modularity`, `merge_groups`, `move_nodes`, `find_groups`.
"""

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Longs = npt.NDArray[np.int64]

_LEAST_GAIN = 1e-12


def cosine_network(shares: Floats) -> Floats:
    """Return the cosine between the columns of a table, one row an article and one column a topic; 0 on the diagonal.

    Higher values mean that two topics have their room in the same articles.
    """
    length = np.linalg.norm(shares, axis=0)
    unit = np.divide(shares, length, out=np.zeros_like(shares), where=length > 0)
    network = np.clip(unit.T @ unit, 0.0, 1.0)
    np.fill_diagonal(network, 0.0)
    return network


def modularity(network: Floats, group: Longs) -> float:
    """Return by how much more weight lies within groups than would by chance (newman2004).

    Q = sum over groups c of (W_c / W - (S_c / 2W)^2), with W the weight of all links, W_c of those within c and S_c the
    sum of the strengths of the nodes of c. 0 means no more than by chance; NaN for a network without links.
    """
    together = _together(network, group)
    total = network.sum()
    if total == 0:
        return float("nan")
    return float(np.trace(together) / total - ((together.sum(axis=1) / total) ** 2).sum())


def _together(network: Floats, group: Longs) -> Floats:
    """Return the weight between groups, twice that within them on the diagonal."""
    member = np.zeros((len(group), int(group.max(initial=-1)) + 1))
    member[np.arange(len(group)), group] = 1.0
    weights: Floats = member.T @ network @ member
    return weights


def merge_groups(network: Floats, group: Longs, *, n_groups: int | None = None) -> Longs:
    """Merge the two groups that raise modularity most, or lower it least, again and again (clauset2004).

    Stops where no merger raises modularity, or at `n_groups`. Of equal mergers the first is done.
    """
    group = np.unique(group, return_inverse=True)[1]
    while True:
        total = network.sum()
        between = _together(network, group) / (total if total > 0 else 1.0)
        strength = between.sum(axis=1)
        gain = 2 * (between - np.outer(strength, strength))
        gain[np.tril_indices(len(gain))] = -np.inf
        best = int(gain.argmax()) if len(gain) > 1 else 0
        first, second = divmod(best, len(gain))
        done = gain[first, second] <= _LEAST_GAIN if n_groups is None else len(gain) <= n_groups
        if len(gain) < 2 or done:
            return _numbered(group)
        group = np.unique(np.where(group == second, first, group), return_inverse=True)[1]


def move_nodes(network: Floats, group: Longs, *, keep_number: bool = False) -> Longs:
    """Move single nodes to the group where they raise modularity most, until no move does (blondel2008).

    With `keep_number` no group is emptied.
    """
    group, total, strength = group.copy(), network.sum(), network.sum(axis=1)
    n_groups = int(group.max(initial=-1)) + 1
    moved = total > 0
    while moved:
        moved = False
        for node in range(len(group)):
            if keep_number and (group == group[node]).sum() == 1:
                continue
            others = np.arange(len(group)) != node
            to = np.bincount(group[others], weights=network[node, others], minlength=n_groups)
            mass = np.bincount(group[others], weights=strength[others], minlength=n_groups)
            gain = to - strength[node] * mass / total
            best = int(gain.argmax())
            if gain[best] > gain[group[node]] + _LEAST_GAIN * total:
                group[node], moved = best, True
    return _numbered(group)


def find_groups(network: Floats, *, n_groups: int | None = None) -> Longs:
    """Return the group of each node, so that modularity is high.

    Groups are merged and nodes moved in turn until neither helps, once beginning with mergers and once with moves; the
    better grouping is taken. Deterministic. No quick method is sure to find the best grouping there is.
    """
    alone = np.arange(len(network))
    starts = (alone, move_nodes(network, alone))
    found = [_improved(network, merge_groups(network, start, n_groups=n_groups), n_groups) for start in starts]
    fits = [group for group in found if n_groups is None or int(group.max(initial=-1)) + 1 == n_groups] or found[:1]
    return max(fits, key=lambda group: np.nan_to_num(modularity(network, group)))


def _improved(network: Floats, group: Longs, n_groups: int | None) -> Longs:
    """Move nodes and merge groups in turn until neither raises modularity."""
    while True:
        moved = move_nodes(network, group, keep_number=n_groups is not None)
        better = merge_groups(network, moved, n_groups=n_groups)
        if np.array_equal(better, group):
            return group
        group = better


def _numbered(group: Longs) -> Longs:
    """Number the groups in the order in which they are met."""
    _, first, inverse = np.unique(group, return_index=True, return_inverse=True)
    return np.argsort(np.argsort(first))[inverse]
