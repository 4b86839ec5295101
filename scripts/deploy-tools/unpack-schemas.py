"""unpack-schemas.py WHEEL VERSION FOLDER: the strict Kubernetes schemas of one version out of the kubernetes-validate wheel, so that their references
lead to the file beside them."""

import json
import pathlib
import sys
import zipfile

wheel, version, folder = sys.argv[1:]
target = pathlib.Path(folder)
target.mkdir(parents=True, exist_ok=True)
prefix = f"kubernetes_validate/kubernetes-json-schema/{version}-local-strict/"
with zipfile.ZipFile(wheel) as archive:
    for name in archive.namelist():
        if name.startswith(prefix) and name.endswith(".json"):
            text = archive.read(name).decode().replace('"/api/_definitions.json#', '"_definitions.json#')
            schema = json.loads(text)
            schema.pop("$id", None)
            (target / name.removeprefix(prefix)).write_text(json.dumps(schema))
