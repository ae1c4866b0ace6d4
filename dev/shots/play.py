"""``.venv/bin/python -m dev.shots.play SCENE DATABASE``: play a scene of ``scenes.py``.

Prints, as JSON, the ids by which ``catalogue.py`` names records.
"""

import json
import sys

from ..inside import environment


def main(scene, database):
    with environment(database) as env:
        # Odoo finds the app once it has read its settings, not before.
        from . import scenes

        scenes.play(scene, env)
        print(json.dumps({"database": database, **scenes.get_names(env)}))


if __name__ == "__main__":
    main(*sys.argv[1:])
