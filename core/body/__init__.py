"""The person as a mechanism: `anthropometry`, `pose`, `spine` and `drawing`.

From a notebook::

    from core.body.anthropometry import Body
    from core.body.drawing.card import figure_svg
    from core.body.pose.library import load_poses
    from core.body.spine.demand import demand

    pose = load_poses()["goblet_squat"]
    demand(pose, Body(1.70, 68), load_kg=16).band
    figure_svg(pose)
"""
