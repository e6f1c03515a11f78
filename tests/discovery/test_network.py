"""Groups in networks: modularity by arithmetic, the best grouping by trying all, and a network that is well known."""

from collections.abc import Iterator

import numpy as np
import pytest

from toolkit.discovery.network import cosine_network, find_groups, merge_groups, modularity

# Zachary's karate club (1977), 34 members and 78 friendships, as in the literature; nodes from 1.
KARATE = """1-2 1-3 2-3 1-4 2-4 3-4 1-5 1-6 1-7 5-7 6-7 1-8 2-8 3-8 4-8 1-9 3-9 3-10 1-11 5-11 6-11 1-12 1-13 4-13 1-14
2-14 3-14 4-14 6-17 7-17 1-18 2-18 1-20 2-20 1-22 2-22 24-26 25-26 3-28 24-28 25-28 3-29 24-30 27-30 2-31 9-31 1-32
25-32 26-32 29-32 3-33 9-33 15-33 16-33 19-33 21-33 23-33 24-33 30-33 31-33 32-33 9-34 10-34 14-34 15-34 16-34 19-34
20-34 21-34 23-34 24-34 27-34 28-34 29-34 30-34 31-34 32-34 33-34"""


def network_of(links: str, n: int) -> np.ndarray:
    table = np.zeros((n, n))
    for link in links.split():
        first, second = (int(node) - 1 for node in link.split("-"))
        table[first, second] = table[second, first] = 1.0
    return table


TRIANGLES = network_of("1-2 2-3 1-3 4-5 5-6 4-6 3-4", 6)


def all_groupings(n: int) -> Iterator[np.ndarray]:
    def grow(begun: list[int], highest: int) -> Iterator[np.ndarray]:
        if len(begun) == n:
            yield np.array(begun)
            return
        for group in range(highest + 2):
            yield from grow([*begun, group], max(highest, group))

    yield from grow([], -1)


def test_modularity_by_arithmetic() -> None:
    # Seven links; each triangle has 3 of them and a strength of 7: Q = 2 * (3/7 - (7/14)^2) = 5/14.
    assert modularity(TRIANGLES, np.array([0, 0, 0, 1, 1, 1])) == pytest.approx(5 / 14)
    assert modularity(TRIANGLES, np.zeros(6, dtype=np.int64)) == pytest.approx(0)
    # All alone: minus the sum of squared shares of strength, 2 * (2 * 2^2 + 3^2) / 14^2.
    assert modularity(TRIANGLES, np.arange(6)) == pytest.approx(-34 / 196)


def test_modularity_with_weights_by_arithmetic() -> None:
    # Links of weight 3 within two pairs, 1 between them: W = 7, W_c = 3, S_c = 7.
    network = np.array([[0, 3, 0, 0], [3, 0, 1, 0], [0, 1, 0, 3], [0, 0, 3, 0]], dtype=float)
    assert modularity(network, np.array([0, 0, 1, 1])) == pytest.approx(2 * (3 / 7 - 1 / 4))
    assert np.isnan(modularity(np.zeros((3, 3)), np.arange(3)))


def test_the_triangles_are_found() -> None:
    assert find_groups(TRIANGLES).tolist() == [0, 0, 0, 1, 1, 1]


def test_a_ring_of_cliques_falls_into_its_cliques() -> None:
    # Six cliques of four, each linked to the next by one link: 42 links, Q = 1 - 6/42 - 6 * (14/84)^2 = 29/42.
    cliques = [[4 * c + i for i in range(4)] for c in range(6)]
    network = np.zeros((24, 24))
    for number, clique in enumerate(cliques):
        network[np.ix_(clique, clique)] = 1 - np.eye(4)
        first, second = clique[3], cliques[(number + 1) % 6][0]
        network[first, second] = network[second, first] = 1
    found = find_groups(network)
    assert found.tolist() == [node // 4 for node in range(24)]
    assert modularity(network, found) == pytest.approx(29 / 42)


def test_the_karate_club_reaches_the_highest_modularity_there_is() -> None:
    network = network_of(KARATE, 34)
    assert network.sum() == 2 * 78
    # Mergers alone give 0.381 (Clauset, Newman and Moore 2004); 0.4198 is the highest (Brandes and others 2008).
    assert modularity(network, merge_groups(network, np.arange(34))) == pytest.approx(0.381, abs=0.0005)
    assert modularity(network, find_groups(network)) == pytest.approx(0.4198, abs=0.00005)


def test_groups_are_nearly_as_good_as_the_best_of_all() -> None:
    rng = np.random.default_rng(1)
    groupings = list(all_groupings(6))
    assert len(groupings) == 203  # the sixth Bell number
    reached = []
    for _ in range(20):
        table = np.triu(rng.random((6, 6)) ** 3, 1)
        network = table + table.T
        best = max(modularity(network, group) for group in groupings)
        found = modularity(network, find_groups(network))
        assert found <= best + 1e-12
        reached.append(found > best - 1e-12)
    assert np.mean(reached) >= 0.9


@pytest.mark.parametrize("n_groups", [2, 3, 4])
def test_as_many_groups_as_were_asked_for(n_groups: int) -> None:
    network = network_of(KARATE, 34)
    assert len(set(find_groups(network, n_groups=n_groups).tolist())) == n_groups


def test_cosines_by_hand() -> None:
    shares = np.array([[3.0, 0.0, 0.0], [4.0, 1.0, 0.0]])
    assert cosine_network(shares) == pytest.approx(np.array([[0, 0.8, 0], [0.8, 0, 0], [0, 0, 0]]))


def test_a_network_without_links_leaves_all_alone() -> None:
    assert find_groups(np.zeros((3, 3))).tolist() == [0, 1, 2]
