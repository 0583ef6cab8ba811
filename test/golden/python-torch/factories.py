import os, sys, math, logging, argparse, functools
from functools import partial
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import *
import torch
import torch.nn as nn
import torch.nn.functional as F
logger = logging.getLogger(__name__)
DEVICE = torch.device("cuda" if torch.cuda.is_available() else "cpu")
REGISTRY = {}
def register(name):
    def deco(cls):
        REGISTRY[name] = cls
        return cls
    return deco
def get_act(name):
    name = name.lower()
    if name == "relu": return nn.ReLU(inplace=True)
    elif name == "gelu": return nn.GELU()
    raise NotImplementedError(f"{name} not supported")
@dataclass
class Config:
    width: int = 16
    depths: List[int] = field(default_factory=lambda: [1, 2])
    act: str = "relu"
    drop: float = 0.1
    @property
    def out(self): return self.width * 2 ** len(self.depths)
cfgs = {'A': [8, 'M', 16, 'M'], 'B': [8, 8, 'M']}
@register("vgg")
class VGG(nn.Module):
    def __init__(self, cfg='A', num_classes=10, norm=partial(nn.BatchNorm2d, eps=1e-3), **kwargs):
        super(VGG, self).__init__()
        logger.info("building %s", cfg)
        self.features = self._make(cfgs[cfg], norm)
        self.classifier = nn.Linear(16 * 8 * 8, num_classes)
        for m in self.modules():
            if isinstance(m, nn.Conv2d):
                n = m.kernel_size[0] * m.kernel_size[1] * m.out_channels
                m.weight.data.normal_(0, math.sqrt(2. / n))
            elif isinstance(m, nn.Linear):
                m.bias.data.zero_()
        self.apply(self._init)
    @staticmethod
    def _init(m): pass
    def _make(self, cfg, norm):
        layers, c = [], 3
        for x in cfg:
            if x == 'M': layers += [nn.MaxPool2d(2, 2)]
            else:
                layers += [nn.Conv2d(c, x, 3, padding=1), norm(x), nn.ReLU(inplace=True)]
                c = x
        return nn.Sequential(*layers)
    def forward(self, x):
        out = self.features(x)
        out = out.view(out.size(0), -1)
        return self.classifier(out)
class Stage(nn.Sequential):
    def __init__(self, cfg, i):
        w = cfg.width * 2 ** i
        super().__init__(OrderedDict([('conv%d' % j, nn.Conv2d(w if j else max(w // 2, 8), w, 3, 1 if j else 2, 1)) for j in range(cfg.depths[i])]))
        self.add_module('act', get_act(cfg.act))
class Net(nn.Module):
    def __init__(self, cfg: Config = None, head='avg', aux=False):
        super().__init__()
        cfg = cfg or Config()
        self.stem = nn.Conv2d(3, 8, 3, padding='same')
        for i in range(len(cfg.depths)):
            setattr(self, f"stage{i + 1}", Stage(cfg, i))
        self.n = len(cfg.depths)
        self.pools = nn.ModuleDict({'avg': nn.AdaptiveAvgPool2d(1), 'max': nn.AdaptiveMaxPool2d((1, 1))})
        self.head = head
        self.drop = getattr(nn, 'Dropout')(cfg.drop)
        self.fc = nn.Sequential(nn.Flatten(), nn.Linear(cfg.width * 2 ** (self.n - 1), 10))
        if aux: self.aux = nn.Linear(10, 10)
        self.register_buffer('scale', torch.ones(1, 3, 1, 1))
        self.gamma = nn.Parameter(torch.zeros(10)) if hasattr(cfg, 'out') else None
    def forward(self, x, return_feats=False):
        feats = []
        x = x * self.scale
        x = F.relu(self.stem(x), inplace=True)
        for i in range(1, self.n + 1):
            x = getattr(self, 'stage%d' % i)(x)
            feats.append(x)
        B, C, H, W = x.shape
        assert H == W, f"{H} {W}"
        y = x.reshape(B, C, H * W).permute(0, 2, 1)
        a = torch.softmax(y @ y.transpose(-2, -1) / math.sqrt(C), dim=-1) @ y
        x = x + a.transpose(1, 2).view(B, C, H, W)
        x = self.pools[self.head](x)
        if self.training: x = self.drop(x)
        x = self.fc(x)
        if self.gamma is not None: x = x * self.gamma + 1
        return (x, feats) if return_feats else x
def build(name, **kw):
    if name not in REGISTRY: raise KeyError(f'{name} not in {list(REGISTRY)}')
    return REGISTRY[name](**kw)
def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--lr', type=float, default=0.1)
    args = parser.parse_args()
    torch.manual_seed(0)
    model = Net().to(DEVICE)
    opt = torch.optim.SGD(model.parameters(), lr=args.lr, momentum=0.9)
    sched = torch.optim.lr_scheduler.StepLR(opt, 10)
    crit = nn.CrossEntropyLoss()
    for epoch in range(3):
        for i, (x, y) in enumerate([]):
            loss = crit(model(x), y); loss.backward(); opt.step()
        print(f'{epoch}: {args.lr:.3f}')
    if os.path.exists('x.pth'): model.load_state_dict(torch.load('x.pth'))
    with torch.no_grad():
        out = model(torch.randn(2, 3, 32, 32))
        print(out.size())
    return out
r1 = VGG()(torch.randn(2, 3, 32, 32))
r2 = Net(Config(depths=[1, 1]))(torch.randn(2, 3, 32, 32))
r3, r4 = Net()(torch.randn(1, 3, 64, 64), return_feats=True)
r5 = build('vgg', num_classes=7)(torch.zeros(1, 3, 32, 32))
r6 = sum(p.numel() for p in VGG().parameters())
r7 = [n for n, _ in Net().named_children()]
r8 = list(VGG().state_dict().keys())[:3]
r9 = Net().__class__.__name__, len(Net().pools), isinstance(Net(), nn.Module)
def plain(value):
    if hasattr(value, 'shape'):
        return plain(value.shape)
    if isinstance(value, tuple):
        return tuple(plain(item) for item in value)
    if isinstance(value, list):
        return [plain(item) for item in value]
    return value
result = [plain(value) for value in (r1, r2, r3, r4, r5, r6, r7, r8, r9)]
# [(2, 10), (2, 10), (1, 10), [(1, 16, 32, 32), (1, 32, 16, 16)], (1, 7), 11690, ['stem', 'stage1', 'stage2', 'pools', 'drop', 'fc'], ['features.0.weight', 'features.0.bias', 'features.1.weight'], ('Net', 2, True)]
