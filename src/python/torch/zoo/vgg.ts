/** `torchvision.models.vgg`. */
export const vgg = `
from torch import nn

class VGG(nn.Module):
    def __init__(self, features, num_classes=1000, init_weights=True, dropout=0.5):
        super().__init__()
        self.features = features
        self.avgpool = nn.AdaptiveAvgPool2d((7, 7))
        self.classifier = nn.Sequential(
            nn.Linear(512 * 7 * 7, 4096), nn.ReLU(True), nn.Dropout(p=dropout),
            nn.Linear(4096, 4096), nn.ReLU(True), nn.Dropout(p=dropout),
            nn.Linear(4096, num_classes))

    def forward(self, x):
        return self.classifier(self.avgpool(self.features(x)).flatten(1))

def make_layers(cfg, batch_norm=False):
    layers = []
    channels = 3
    for width in cfg:
        if width == "M":
            layers.append(nn.MaxPool2d(kernel_size=2, stride=2))
            continue
        layers.append(nn.Conv2d(channels, width, kernel_size=3, padding=1))
        if batch_norm:
            layers.append(nn.BatchNorm2d(width))
        layers.append(nn.ReLU(inplace=True))
        channels = width
    return nn.Sequential(*layers)

def _stages(*counts):
    return [item for width, count in zip([64, 128, 256, 512, 512], counts) for item in [width] * count + ["M"]]

cfgs = {"A": _stages(1, 1, 2, 2, 2), "B": _stages(2, 2, 2, 2, 2), "D": _stages(2, 2, 3, 3, 3), "E": _stages(2, 2, 4, 4, 4)}

def _builder(cfg, batch_norm):
    def build(weights=None, progress=True, pretrained=None, **kwargs):
        return VGG(make_layers(cfgs[cfg], batch_norm), **kwargs)
    return build

vgg11, vgg11_bn = _builder("A", False), _builder("A", True)
vgg13, vgg13_bn = _builder("B", False), _builder("B", True)
vgg16, vgg16_bn = _builder("D", False), _builder("D", True)
vgg19, vgg19_bn = _builder("E", False), _builder("E", True)
`;
