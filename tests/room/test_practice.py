from controlroom.room.practice import Stopwatch

S = 1_000_000


def run(take: str = "one") -> Stopwatch:
    watch = Stopwatch()
    watch.spike(100 * S)
    watch.staged(103 * S)
    watch.taken(take, 105 * S)
    return watch


def test_it_counts_from_the_spike_to_each_step() -> None:
    watch = run()
    watch.accepted("one", 111 * S)
    done = watch.practice
    assert (done.staged, done.taken, done.accepted, done.best) == (3.0, 5.0, 11.0, 5.0)


def test_a_cancelled_take_is_not_taken_and_the_next_one_counts() -> None:
    watch = run()
    watch.follow(lambda take: take == "one")
    assert watch.practice.taken is None
    watch.taken("two", 109 * S)
    watch.accepted("two", 115 * S)
    assert (watch.practice.taken, watch.practice.accepted) == (9.0, 15.0)


def test_the_best_time_stays_when_it_starts_again() -> None:
    watch = run()
    watch.accepted("one", 111 * S)
    watch.again()
    assert watch.practice.best == 5.0
    assert watch.practice.run == 2
    assert watch.practice.started is None


def test_a_new_spike_starts_it_over_unless_somebody_is_about_to_take() -> None:
    watch = Stopwatch()
    watch.spike(100 * S)
    watch.staged(103 * S)
    watch.spike(104 * S)
    assert watch.practice.started == 100 * S
    watch.taken("one", 105 * S)
    watch.spike(200 * S)
    assert watch.practice.started == 200 * S
