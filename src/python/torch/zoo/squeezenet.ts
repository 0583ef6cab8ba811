/** `torchvision.models.squeezenet`. */
export const squeezenet = `
import torch
from torch import nn

class Fire(nn.Module):
    def __init__(self, inplanes, squeeze_planes, expand1x1_planes, expand3x3_planes):
        super().__init__()
        self.inplanes = inplanes
        self.squeeze = nn.Conv2d(inplanes, squeeze_planes, kernel_size=1)
        self.squeeze_activation = nn.ReLU(inplace=True)
        self.expand1x1 = nn.Conv2d(squeeze_planes, expand1x1_planes, kernel_size=1)
        self.expand1x1_activation = nn.ReLU(inplace=True)
        self.expand3x3 = nn.Conv2d(squeeze_planes, expand3x3_planes, kernel_size=3, padding=1)
        self.expand3x3_activation = nn.ReLU(inplace=True)

    def forward(self, x):
        x = self.squeeze_activation(self.squeeze(x))
        return torch.cat([self.expand1x1_activation(self.expand1x1(x)), self.expand3x3_activation(self.expand3x3(x))], 1)

class SqueezeNet(nn.Module):
    def __init__(self, version="1_0", num_classes=1000, dropout=0.5):
        super().__init__()
        self.num_classes = num_classes
        pool = lambda: nn.MaxPool2d(kernel_size=3, stride=2, ceil_mode=True)
        fires = [Fire(i, s, e, e) for i, s, e in [(96 if version == "1_0" else 64, 16, 64), (128, 16, 64), (128, 32, 128),
                 (256, 32, 128), (256, 48, 192), (384, 48, 192), (384, 64, 256), (512, 64, 256)]]
        if version == "1_0":
            stem = [nn.Conv2d(3, 96, kernel_size=7, stride=2), nn.ReLU(inplace=True), pool()]
            parts = stem + fires[:3] + [pool()] + fires[3:7] + [pool()] + fires[7:]
        else:
            stem = [nn.Conv2d(3, 64, kernel_size=3, stride=2), nn.ReLU(inplace=True), pool()]
            parts = stem + fires[:2] + [pool()] + fires[2:4] + [pool()] + fires[4:]
        self.features = nn.Sequential(*parts)
        final = nn.Conv2d(512, num_classes, kernel_size=1)
        self.classifier = nn.Sequential(nn.Dropout(p=dropout), final, nn.ReLU(inplace=True), nn.AdaptiveAvgPool2d((1, 1)))

    def forward(self, x):
        return torch.flatten(self.classifier(self.features(x)), 1)

def squeezenet1_0(weights=None, progress=True, pretrained=None, **kwargs):
    return SqueezeNet("1_0", **kwargs)

def squeezenet1_1(weights=None, progress=True, pretrained=None, **kwargs):
    return SqueezeNet("1_1", **kwargs)
`;
