import copy, math, types
import torch, torch.nn as nn, torch.nn.functional as F
from types import SimpleNamespace
from itertools import chain, islice
class Mixin:
    def describe(self): return f'{type(self).__name__}({self.width})'
class Base(nn.Module, Mixin):
    registry = {}
    def __init_subclass__(cls, **kw):
        super().__init_subclass__(**kw)
        Base.registry[cls.__name__] = cls
    @classmethod
    def from_config(cls, cfg): return cls(**cfg)
def conv(i, o, k=3, **kw):
    kw.setdefault('padding', k // 2)
    return nn.Sequential(nn.Conv2d(i, o, k, **kw), nn.BatchNorm2d(o), nn.ReLU())
class UNet(Base):
    def __init__(self, width=8, depth=3, classes=2, up='bilinear', **kwargs):
        super().__init__()
        extra = kwargs.pop('extra', None)
        assert not kwargs, f'unexpected {list(kwargs)}'
        self.width, self.depth = width, depth
        ws = [width * 2 ** i for i in range(depth + 1)]
        self.downs = nn.ModuleList(conv(a, b) for a, b in zip([3] + ws, ws))
        self.ups = nn.ModuleList()
        for a, b in zip(reversed(ws[1:]), reversed(ws[:-1])):
            self.ups.append(conv(a + b, b))
        self.up = up
        self.head = nn.Conv2d(ws[0], classes, 1)
        self.layers = nn.ModuleList([copy.deepcopy(nn.Conv2d(2, 2, 1)) for _ in range(2)])
    def _up(self, x, like):
        def size(t): return tuple(t.shape[-2:])
        x = F.interpolate(x, scale_factor=2, mode=self.up) if self.up else x
        if size(x) != size(like):
            dh, dw = (a - b for a, b in zip(size(like), size(x)))
            x = F.pad(x, [dw // 2, dw - dw // 2, dh // 2, dh - dh // 2])
        return x
    def forward(self, x):
        skips = []
        for i, down in enumerate(self.downs):
            x = down(x)
            if i != self.depth:
                skips.append(x)
                x = F.max_pool2d(x, 2)
        for up, skip in zip(self.ups, skips[::-1]):
            x = torch.cat([self._up(x, skip), skip], dim=1)
            x = up(x)
        x = self.head(x)
        for layer in self.layers: x = x + layer(x)
        return x
class Shrink(nn.Module):
    def __init__(self):
        super().__init__()
        self.blocks = nn.Sequential(*(conv(8, 8, stride=2) for _ in range(2)))
        self.add_module('last', nn.Conv2d(8, 4, 1))
        self.heads = nn.ModuleDict({f'h{i}': nn.Linear(4, i + 1) for i in range(3)})
    def forward(self, x):
        while x.size(2) > 4:
            x = F.avg_pool2d(x, kernel_size=2)
        x = x.flatten(2).mean(-1) if x.dim() == 4 else x
        x, *rest = x[:, :4], x
        return {k: head(x) for k, head in self.heads.items()}
class Patched(nn.Module):
    def __init__(self, base):
        super().__init__()
        self.base = base
        self.base.head = nn.Identity()
        self.feats = nn.Sequential(*list(base.downs.children())[:-1])
        del self.base.layers
        self.base.layers = nn.ModuleList()
    def forward(self, x): return self.base(x), self.feats(x)
Dynamic = type('Dynamic', (nn.Module,), {'forward': lambda self, x: x.unsqueeze(1).expand(-1, 5, *x.shape[1:])})
cfg = SimpleNamespace(model=dict(width=4, depth=2), name='UNet')
r1 = UNet()(torch.randn(1, 3, 32, 36)).shape
r2 = UNet.from_config(cfg.model)(torch.randn(2, 3, 30, 30)).shape
r3 = Base.registry[cfg.name](**{**cfg.model, 'classes': 2})(torch.randn(1, 3, 16, 16)).shape
r4 = {k: tuple(v.shape) for k, v in Shrink()(torch.randn(3, 8, 33, 33)).items()}
r5 = [tuple(t.shape) for t in Patched(UNet(width=4))(torch.randn(1, 3, 32, 32))]
r6 = UNet().describe(), sorted(Base.registry), len(UNet().downs), UNet().downs[1:][0][0].out_channels
r7 = Dynamic()(torch.zeros(2, 3, 4)).shape
x = torch.zeros(2, 3, 8, 8)
r8 = x[..., :4, None].shape, x[:, 0].shape, x[0, :, ::2].shape, x[x > 0].dim(), x[:, [0, 2]].shape, x[None, ..., -1].shape
q, k, v = torch.zeros(2, 10, 24).chunk(3, dim=-1)
r9 = q.shape, torch.einsum('bij,bkj->bik', q, k).shape, (q @ k.mT).softmax(-1).shape, torch.stack([q, k, v]).shape
m = UNet(); m.head = nn.Sequential(m.head, nn.Upsample(scale_factor=2)); m.ups[0][0] = nn.Conv2d(96, 32, 1)
ra = m(torch.zeros(1, 3, 32, 32)).shape
rb = sum(p.numel() for p in m.parameters() if p.requires_grad)
rc = [n for n, p in m.named_parameters() if 'head' in n], [type(c).__name__ for c in islice(m.modules(), 4)]
def plain(value):
    if hasattr(value, 'shape'):
        return plain(value.shape)
    if isinstance(value, tuple):
        return tuple(plain(item) for item in value)
    if isinstance(value, list):
        return [plain(item) for item in value]
    return value
result = [plain(value) for value in (r1, r2, r3, r4, r5, r6, r7, r8, r9, ra, rb, rc)]
# [(1, 2, 32, 36), (2, 2, 30, 30), (1, 2, 16, 16), {'h0': (3, 1), 'h1': (3, 2), 'h2': (3, 3)}, [(1, 4, 32, 32), (1, 16, 32, 32)], ('UNet(8)', ['UNet'], 4, 16), (2, 5, 3, 4), ((2, 3, 8, 4, 1), (2, 8, 8), (3, 4, 8), 1, (2, 2, 8, 8), (1, 2, 3, 8)), ((2, 10, 8), (2, 10, 10), (2, 10, 10), (3, 2, 10, 8)), (1, 2, 64, 64), 36678, (['head.0.weight', 'head.0.bias'], ['UNet', 'ModuleList', 'Sequential', 'Conv2d'])]
