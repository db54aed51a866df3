"""What cannot be read in a figure is found: texts that are cut, that overlap, and that a line runs through."""

from matplotlib.figure import Figure

from helpers.figures import faults


def figure():
    """A small figure with axes in its middle."""
    made = Figure(figsize=(4, 3))
    axes = made.add_axes((0.2, 0.2, 0.7, 0.6))
    axes.set(xlim=(0, 10), ylim=(0, 10), xlabel="price", xticks=[0, 5, 10], yticks=[0, 5, 10])
    return made, axes


def test_a_figure_that_can_be_read_has_no_faults_though_ticks_lie_beyond_its_limits():
    made, axes = figure()
    axes.set_xticks([-100, 0, 10, 1000])
    axes.set_xlim(0, 10)
    assert faults(made) == []


def test_a_label_of_an_axis_that_is_cut_is_found():
    made, axes = figure()
    axes.set_xlabel("share of respondents who would pay the price, with intervals, in full")
    assert faults(made) == [f"{axes.get_xlabel()!r} leaves the figure"]


def test_labels_and_ticks_over_one_another_are_found():
    made, axes = figure()
    axes.set_xticks([5, 5.2], ["first tick", "second tick"])
    assert faults(made) == ["'first tick' and 'second tick' overlap"]


def test_a_line_through_a_label_is_found_unless_the_label_has_a_halo_or_the_steps_pass_it_by():
    made, axes = figure()
    axes.text(4, 5, "struck")
    axes.plot([0, 10], [5.2, 5.2])
    assert faults(made) == ["a line runs through 'struck'"]
    made, axes = figure()
    axes.text(4, 5, "on paper", bbox={"fc": "white"})
    axes.plot([0, 10], [5.2, 5.2])
    assert faults(made) == []
    # Drawn as steps, the line turns the corner below the label; drawn straight, it would cross it.
    made, axes = figure()
    axes.text(4, 5, "passed")
    axes.step([0, 10], [0, 10.5], where="post")
    assert faults(made) == []
