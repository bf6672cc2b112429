"""What may stand in `metadata.kubeflow_notebook`: right configurations, and flaws for them."""

RIGHT = {
    "pipeline_name": ["p", "my-pipeline", "0", "a--b"],
    "experiment_name": ["e", "", "Any text ü"],
    "pipeline_description": ["", "what it does", None],
    "base_image": ["", "python:3.12", None],
    "abs_working_dir": ["", "/work"],
    "kfp_host": ["https://example.org"],
    "marshal_path": ["/tmp/marshal", "marshal"],
    "output_path": ["", "out", "./out/../deep//er", "a/.."],
    "enable_caching": [True, False, None],
    "storage_class_name": ["standard", None],
    "volume_access_mode": ["", "rom", "rwo", "rwm"],
    "timeout": [1, 3600, True, 10**30],
    "security_context": [{}, {"enabled": False}, {"run_as_user": 0, "run_as_group": True, "run_as_non_root": None}],
    "katib_run": [False],
    "katib_metadata": [{}, {"parameters": [], "maxTrialCount": 3}, {"objective": {"goal": 1}, "algorithm": {}}],
    "experiment": [{}, {"id": "new", "name": "e"}],
    "snapshot_volumes": [True, False],
    "volumes": [[], None],
    "steps_defaults": [[], ["label:a:b"], ["limit:nvidia.com/gpu:1", "annotation:k:a:b"], ["secret:s:k:E"], {}, None]
    + [{"labels": {"a": "b"}}],
}

# Values that are wrong, or look so.
DOUBTFUL = {
    "pipeline_name": ["", "P", "a b", "-a", "a-", "a\n", "a\n\n", "a_b", "é", 3, None, "a" * 300],
    "experiment_name": [None, 3, [], True],
    "pipeline_description": [3, True, []],
    "base_image": [3, [], False],
    "abs_working_dir": [3],
    "kfp_host": [3],
    "marshal_path": ["", 3],
    "output_path": ["..", "/abs", "a/../..", 3, ".", "a\0b", "~/out"],
    "enable_caching": ["true", 0, 1],
    "storage_class_name": ["", "A", "a-", "a.b", "a\n", 3],
    "volume_access_mode": ["rwx", "RWO", "rwo\n", 3, [], None],
    "timeout": [0, -1, 1.0, 1.5, "1", False, -(10**30), 1e400],
    "security_context": [[], "no", {"enabled": "yes"}, {"run_as_user": -1}, {"run_as_user": 1.0}, {"other": 1}, None],
    "katib_run": [0, "no"],
    "katib_metadata": [[], {"other": 1}, {"maxTrialCount": "3"}, {"parameters": {}}, {"maxTrialCount": 1.5}],
    "experiment": [[], "e", 3],
    "snapshot_volumes": ["no", 0],
    "volumes": [{}, "none", [3], [None], [[]], [{}], [""], [[["name", "v"]]]],
    "steps_defaults": [
        {"labels": 3}, {"labels": {"a": 1}}, {"limits": {"a": "1"}}, {"base_image": "x"}, {"enable_caching": True},
        {"other": {}}, {"labels": {}, "annotations": {"a": "b"}}, {"secrets": {}}, {"name": "x"}, {"labels": None},
        {"ins": {}}, {"timeout": 3}, {"retry_count": 1}, {"retry_count": True}, {"limits": []}, {"base_image": {}},
        ["image:x"], ["cache:enabled"], ["report:disabled"], ["step:a"], ["skip"], [3], [None], ["label:a"], [[]],
        ["limit:a:b:c"], ["limit:cpu:1", "limit:cpu:2"], ["label:a:b\n"], ["block:a"], "label:a:b", 3, [""], [{}],
        ["annotation:a/b:c", "label:a/b/c:d"], ["secret:s:k:E", "secret:s2:k2:E"], [{"label": "a"}], False, 0, "",
    ],
}
UNKNOWN = ["docker_image", "autosnapshot", "notebook_path", "steps", "Pipeline_name", "skip_validation", "", "é"]

RIGHT_VOLUME = {
    "name": ["v", "my-data", "a1"],
    "mount_point": ["/data", "", "/home/jovyan"],
    "type": ["pvc", "pv", "new_pvc", "clone"],
    "size": [1, None, -3, True],
    "size_type": ["Gi", ""],
    "annotations": [[], [{"key": "a", "value": "b"}], [{"key": "", "value": "b"}], [{"key": "a", "value": "", "x": 1}]],
    "snapshot": [True, False],
    "snapshot_name": ["s"],
    "storage_class_name": ["standard", None],
    "volume_access_mode": ["rwo", "", None],
    "expose_as_env_var": [True, False],
}
DOUBTFUL_VOLUME = {
    "name": ["V", "my.data", "my_data", "a-", "1a", "", "a\n", 3, None],
    "mount_point": [3, None, []],
    "type": ["", "PVC", "other", 3, None, []],
    "size": ["1", 1.5, 10**40],
    "size_type": [3],
    "annotations": [
        {}, [{}], [{"key": "a"}], [{"value": "b"}], [{"key": ""}], ["a"], [["key", "value"]], [3], [None], "ab",
        [{"key": "a", "value": 3}], [{"key": [], "value": "b"}], [{"key": {}, "value": ""}],
        [{"key": None, "value": None}],
    ],
    "snapshot": ["no", 0],
    "snapshot_name": [3],
    "storage_class_name": ["A", "", 3],
    "volume_access_mode": ["rwx", 3, "RWO"],
    "expose_as_env_var": ["yes", 1],
    "other": [1],
}
REQUIRED = ["pipeline_name", "experiment_name"]
REQUIRED_OF_VOLUME = ["name", "mount_point", "type"]


def right_configuration(choice):
    configuration = {key: choice.choice(RIGHT[key]) for key in REQUIRED}
    if choice.random() < 0.5:
        for key in choice.sample(sorted(RIGHT), choice.randint(1, 4)):
            configuration[key] = choice.choice(RIGHT[key])
        if choice.random() < 0.4:
            configuration["volumes"] = [right_volume(choice) for _ in range(choice.randint(1, 3))]
    return configuration


def right_volume(choice):
    volume = {key: choice.choice(RIGHT_VOLUME[key]) for key in REQUIRED_OF_VOLUME}
    for key in choice.sample(sorted(RIGHT_VOLUME), choice.randint(0, 3)):
        volume[key] = choice.choice(RIGHT_VOLUME[key])
    return volume


# Of these a pipeline can be made, though Kale may crash on them.
COMPILED = {
    "pipeline_description": ["", "what it does", "quotes ' and \", a \\\\ and {{$}}", "größe"],
    "base_image": ["", "python:3.12", "registry.example.org:5000/image"],
    "marshal_path": ["/tmp/marshal", "/mnt/shared folder"],
    "enable_caching": [True, False],
    "storage_class_name": ["standard"],
    "volume_access_mode": ["", "rom", "rwo", "rwm"],
    "timeout": [1, 3600],
    "security_context": [{}, {"enabled": False}, {"run_as_user": 0, "run_as_non_root": False}, {"run_as_group": 7}],
    "steps_defaults": [
        ["label:app:default"], ["limit:cpu:1", "annotation:k:a:b"], ["secret:s:k:TOKEN", "limit:requests.memory:1Mi"],
        ["limit:nvidia.com/gpu:2"], ["image:python:3.10"], ["cache:disabled"], ["report:disabled"],
        {"labels": {"app": "default"}, "limits": {"memory": "8Gi"}},
    ],
}


def compiled_configuration(choice):
    """A configuration that a pipeline can be made with."""
    configuration = {key: choice.choice(RIGHT[key]) for key in REQUIRED}
    for key in choice.sample(sorted(COMPILED), choice.choice([0, 1, 2, 2, 3, 5])):
        configuration[key] = choice.choice(COMPILED[key])
    if choice.random() < 0.4:
        configuration["volumes"] = [
            compiled_volume(f"{choice.choice(['data', 'my-data', 'x1'])}-{number}", choice)
            for number in range(choice.randint(1, 3))
        ]
    return configuration


def compiled_volume(name, choice):
    kind = choice.choice(["pvc", "pvc", "new_pvc", "clone", "pv"])
    volume = {"name": name, "mount_point": f"/{name}", "type": kind}
    volume |= {"size": choice.choice([1, 50]), "size_type": choice.choice(["Gi", "", "M"])} if kind != "pvc" else {}
    for key, values in {
        "expose_as_env_var": [True, False], "storage_class_name": ["fast"], "volume_access_mode": ["rwo", "rwm"],
        "annotations": [[], [{"key": "a.b/c", "value": "it's \"quoted\""}, {"key": "", "value": "gone"}]],
    }.items():  # fmt: skip
        if choice.random() < 0.3:
            volume[key] = choice.choice(values)
    return volume


def settings(choice):
    """What may stand in `metadata.kale_lsp` of how steps run."""
    settings = {}
    if choice.random() < 0.6:
        settings["step_timeout"] = choice.choice([1, 60, 2**31 - 1])
    if choice.random() < 0.6:
        settings["retries"] = {"count": choice.choice([0, 1, 3])}
        for key, values in {
            "backoff_seconds": [0, 60], "backoff_factor": [1, 1.5, 2.0], "backoff_max_seconds": [1, 600],
        }.items():  # fmt: skip
            if choice.random() < 0.5:
                settings["retries"][key] = choice.choice(values)
    return settings


def flawed(configuration, choice):
    """The configuration with something in it that Kale may refuse."""
    kind = choice.random()
    if kind < 0.04:
        return choice.choice([None, [], "text", 3, {}, False])
    if kind < 0.08:
        return {key: value for key, value in configuration.items() if key != choice.choice(REQUIRED)}
    if kind < 0.16:
        return configuration | {choice.choice(UNKNOWN): choice.choice(["", "x", None, {}])}
    if kind < 0.45:
        return configuration | {"volumes": [flawed_volume(choice), *([right_volume(choice)] * choice.randint(0, 1))]}
    key = choice.choice(sorted(DOUBTFUL) + ["steps_defaults"] * 4)
    return configuration | {key: choice.choice(DOUBTFUL[key])}


def flawed_volume(choice):
    volume = right_volume(choice)
    if choice.random() < 0.15:
        del volume[choice.choice(REQUIRED_OF_VOLUME)]
    else:
        key = choice.choice(sorted(DOUBTFUL_VOLUME))
        volume[key] = choice.choice(DOUBTFUL_VOLUME[key])
    return volume
