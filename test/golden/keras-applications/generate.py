"""What keras.applications of Keras 3.15 has in its models: writes expected.json beside this file.

    python generate.py

For each builder: its parameters, and a digest of every layer's output shape and parameters, as a multiset, because the order of
parallel branches says nothing. Layers that Keras numbers itself are compared without names.
"""
import hashlib
import json
import os
import re

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")
import keras
from keras import applications

NAMES = """VGG16 VGG19 ResNet50 ResNet101 ResNet50V2 MobileNet MobileNetV2 DenseNet121 DenseNet169 Xception InceptionV3
EfficientNetB0 EfficientNetB1 EfficientNetB4 ResNet152 ResNet101V2 ResNet152V2 DenseNet201 EfficientNetB2 EfficientNetB3 EfficientNetB5
EfficientNetB6 EfficientNetB7 MobileNetV3Small MobileNetV3Large EfficientNetV2B0 EfficientNetV2B1 EfficientNetV2B2 EfficientNetV2B3
EfficientNetV2S EfficientNetV2M EfficientNetV2L ConvNeXtTiny ConvNeXtSmall ConvNeXtBase ConvNeXtLarge ConvNeXtXLarge InceptionResNetV2
NASNetMobile NASNetLarge""".split()
CALLS = [{"weights": None}, {"weights": None, "include_top": False, "input_shape": [160, 192, 3], "pooling": "avg"}]
UNNAMED = r"^(input_layer|conv2d|batch_normalization|activation|max_pooling2d|average_pooling2d|zero_padding2d|concatenate|add|rescaling|normalization|global_average_pooling2d|re_lu|dropout|flatten|multiply|cropping2d|layer_normalization|custom_scale_layer)(_\d+)?$"


def record(name, options):
    given = {key: tuple(value) if isinstance(value, list) else value for key, value in options.items()}
    model = getattr(applications, name)(**given)
    lines = []
    for layer in model.layers:
        if type(layer).__name__ == "InputLayer":
            continue
        named = "" if re.match(UNNAMED, layer.name) else layer.name
        lines.append(f"{named} {type(layer).__name__} {[None, *layer.output.shape[1:]]} {layer.count_params()}")
    digest = hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()[:16]
    return {
        "name": name, "options": options, "model": model.name, "parameters": model.count_params(), "layers": len(lines), "digest": digest,
    }


if __name__ == "__main__":
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "expected.json")
    records = [record(name, options) for name in NAMES for options in CALLS]
    with open(path, "w") as file:
        rows = ",\n".join("    " + json.dumps(each) for each in records)
        file.write(f'{{\n  "keras": {json.dumps(keras.__version__)},\n  "models": [\n{rows}\n  ]\n}}\n')
