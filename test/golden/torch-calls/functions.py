"""What PyTorch answers to functions on matrices, to those that take several tensors, to unpooling and to short-time transforms, in
the manner of `generate.py`.

    python functions.py > functions.json

Made with torch 2.13.
"""
import json, sys, warnings
import torch
import torch.nn as nn
import torch.nn.functional as F

warnings.filterwarnings("ignore")
torch.manual_seed(7)


def shape_of(value):
    if isinstance(value, torch.Tensor):
        return list(value.shape)
    return [shape_of(v) for v in value if v is not None]


def row(code, x, y=None, k=None):
    names = {"torch": torch, "nn": nn, "F": F, "x": torch.rand(x)}
    made = {"code": code, "x": x}
    if y is not None:
        made["y"] = y
        names["y"] = torch.rand(y)
    if k is not None:
        made["k"] = k
        names["k"] = torch.zeros(k, dtype=torch.long)
    try:
        made["shape"] = shape_of(eval(code, names))
    except (RuntimeError, ValueError, IndexError, TypeError, AssertionError):
        made["shape"] = None
    return made


def of(code, *shapes, y=None, k=None):
    return [row(code, shape, y, k) for shape in shapes]


square = ([4, 4], [2, 4, 4], [3, 4], [4])
any_matrix = ([5, 3], [3, 5], [2, 5, 3], [4])
positive = "(x @ x.mT + torch.eye(4))"
cases = [
    *of("torch.diagonal(x)", [3, 4], [3, 4, 5], [2]),
    *of("torch.diagonal(x, 1, 1, 2)", [2, 3, 4], [2, 4, 3]),
    *of("x.diagonal(-2, dim1=-2, dim2=-1)", [2, 5, 4], [2, 2, 4]),
    *of("torch.diag(x)", [4], [3, 5], [2, 3, 4]),
    *of("torch.diag(x, 1)", [4], [3, 5]),
    *of("torch.diag(x, diagonal=-1)", [4], [3, 5]),
    *of("torch.diag_embed(x)", [4], [2, 4]),
    *of("torch.diag_embed(x, offset=1)", [2, 4]),
    *of("torch.diag_embed(x, dim1=0, dim2=2)", [2, 4], [2, 3, 4]),
    *of("torch.trace(x)", [3, 3]),
    *of("torch.det(x)", *square),
    *of("torch.logdet(x)", [2, 4, 4]),
    *of("torch.slogdet(x)", [2, 4, 4]),
    *of("torch.inverse(x)", [4, 4], [2, 4, 4], [4]),
    *of("torch.linalg.inv(x)", [2, 4, 4], [3, 4]),
    *of("torch.linalg.det(x)", [2, 4, 4]),
    *of("torch.linalg.pinv(x)", *any_matrix),
    *of("torch.pinverse(x)", [5, 3]),
    *of("torch.matrix_exp(x)", [2, 4, 4]),
    *of("torch.linalg.matrix_power(x, 3)", [2, 4, 4]),
    *of("torch.svd(x)", [5, 3], [2, 3, 5]),
    *of("torch.linalg.svd(x)", *any_matrix),
    *of("torch.linalg.svd(x, full_matrices=False)", [5, 3], [2, 3, 5]),
    *of("torch.linalg.svdvals(x)", [2, 3, 5]),
    *of("torch.linalg.qr(x)", [5, 3], [2, 3, 5]),
    *of("torch.linalg.qr(x, mode='complete')", [5, 3], [2, 3, 5]),
    *of("torch.linalg.eigh(x)", [2, 4, 4]),
    *of("torch.linalg.eig(x)", [4, 4]),
    *of("torch.linalg.eigvalsh(x)", [2, 4, 4]),
    *of("torch.linalg.matrix_rank(x)", [2, 4, 5]),
    *of(f"torch.linalg.cholesky({positive})", [4, 4], [2, 4, 4]),
    *of("torch.linalg.solve(x, y)", [4, 4], y=[4, 2]),
    *of("torch.linalg.solve(x, y)", [2, 4, 4], y=[2, 4, 3]),
    *of("torch.linalg.norm(x)", [3, 4]),
    *of("torch.linalg.norm(x, dim=1)", [3, 4]),
    *of("torch.linalg.norm(x, ord=2, dim=(1, 2), keepdim=True)", [2, 3, 4]),
    *of("torch.linalg.vector_norm(x, dim=-1, keepdim=True)", [3, 4]),
    *of("torch.linalg.matrix_norm(x)", [2, 3, 4]),
    *of("torch.linalg.multi_dot([x, x.T, x])", [3, 4]),
    *of("torch.chain_matmul(x, x.T)", [3, 4]),
    *of("torch.block_diag(x, torch.zeros(2, 5), torch.zeros(3))", [3, 4], [3], []),
    *of("torch.kron(x, torch.zeros(2, 5))", [3, 4], [3], [2, 3, 4]),
    *of("torch.tensordot(x, y)", [2, 3, 4], y=[3, 4, 5]),
    *of("torch.tensordot(x, y, dims=1)", [2, 3], y=[3, 5]),
    *of("torch.tensordot(x, y, dims=([1], [0]))", [2, 3, 4], y=[3, 5]),
    *of("torch.tensordot(x, y, dims=([1, 2], [1, 0]))", [2, 3, 4], y=[4, 3, 5]),
    *of("torch.cov(x)", [3, 5], [5]),
    *of("torch.corrcoef(x)", [3, 5]),
    *of("torch.tril_indices(3, 5)", [1]),
    *of("torch.tril_indices(4, 4, offset=-1)", [1]),
    *of("torch.triu_indices(3, 5, 1)", [1]),
    *of("torch.triu_indices(5, 3, -2)", [1]),
    *of("torch.pdist(x)", [5, 3]),
    *of("torch.addmv(x, torch.zeros(3, 4), torch.zeros(4))", [3]),
    *of("torch.addr(x, torch.zeros(3), torch.zeros(4))", [3, 4]),
    *of("torch.cumulative_trapezoid(x)", [3, 4]),
    *of("torch.trapz(x)", [3, 4]),
    *of("torch.quantile(x, 0.5)", [3, 4]),
    *of("torch.quantile(x, 0.5, dim=1, keepdim=True)", [3, 4]),
    *of("torch.quantile(x, torch.tensor([0.1, 0.9]), dim=1)", [3, 4]),
    *of("F.cosine_similarity(x, y)", [3, 4], [1, 4], y=[3, 4]),
    *of("F.cosine_similarity(x.unsqueeze(1), y.unsqueeze(0), dim=-1)", [3, 4], [5, 4], y=[5, 4]),
    *of("nn.CosineSimilarity(dim=-1)(x[:, None], y[None])", [3, 4], y=[5, 4]),
    *of("F.pairwise_distance(x, y)", [3, 4], [1, 4], y=[3, 4]),
    *of("nn.PairwiseDistance(keepdim=True)(x, y)", [3, 4], y=[3, 4]),
    *of("torch.rot90(x, 1, [2, 3])", [2, 3, 4, 5]),
    *of("torch.rot90(x, k=2, dims=(0, 1))", [4, 5]),
    *of("torch.atleast_1d(x)", [], [3]),
    *of("torch.atleast_2d(x)", [], [3], [2, 3, 4]),
    *of("torch.atleast_3d(x)", [], [3], [3, 4], [2, 3, 4]),
    *of("x.sum_to_size(1, 4)", [3, 4]),
    *of("torch.broadcast_tensors(x, y)", [1, 4], [3, 1], y=[3, 4]),
    *of("torch.cartesian_prod(x, x[:2])", [3]),
    *of("torch.searchsorted(torch.arange(9.0), x)", [3, 4]),
    *of("torch.bucketize(x, torch.arange(9.0))", [3, 4]),
    *of("torch.isin(x, torch.arange(9.0))", [3, 4]),
    *of("torch.heaviside(x, torch.zeros(4))", [3, 4], [3, 5]),
    *of("torch.select_scatter(x, torch.zeros(4), 0, 1)", [3, 4]),
    *of("torch.histc(x, bins=7)", [3, 4]),
    *of("torch.hann_window(16)", [1]),
    *of("torch.stft(x, 64, return_complex=True)", [400], [2, 400]),
    *of("torch.stft(x, 64, hop_length=32, window=torch.hann_window(64), return_complex=True)", [2, 400]),
    *of("torch.stft(x, 64, 10, center=False, return_complex=True)", [2, 400]),
    *of("torch.view_as_real(torch.stft(x, 64, onesided=False, return_complex=True))", [2, 400]),
    *of("torch.istft(torch.stft(x, 64, window=torch.hann_window(64), return_complex=True), 64, window=torch.hann_window(64))", [2, 400]),
    *of("torch.istft(torch.stft(x, 64, return_complex=True), 64, length=390)", [2, 400]),
    *of("F.max_unpool2d(x, k, 2)", [1, 2, 3, 4], k=[1, 2, 3, 4]),
    *of("nn.MaxUnpool2d(2, stride=2)(x, k)", [1, 2, 3, 4], k=[1, 2, 3, 4]),
    *of("nn.MaxUnpool2d(3, 2, padding=1)(x, k)", [1, 2, 3, 4], k=[1, 2, 3, 4]),
    *of("nn.MaxUnpool2d(2, 2)(x, k, output_size=(1, 2, 7, 9))", [1, 2, 3, 4], k=[1, 2, 3, 4]),
    *of("nn.MaxUnpool2d(2, 2)(x, k, output_size=(7, 8))", [1, 2, 3, 4], k=[1, 2, 3, 4]),
    *of("nn.MaxUnpool2d(2, 2)(x, k, output_size=(9, 8))", [1, 2, 3, 4], k=[1, 2, 3, 4]),
    *of("F.max_unpool1d(x, k, 2, 2)", [1, 2, 3], k=[1, 2, 3]),
]
together = """
F.mse_loss(x, y, reduction='none') | F.l1_loss(x, y, reduction='none') | F.kl_div(x, y, reduction='none') | F.huber_loss(x, y, reduction='none')
torch.clamp(x, min=y) | torch.clamp(x, y, y + 1) | x.clamp(max=y) | torch.normal(x, y) | torch.masked_scatter(x, y > 0, torch.zeros(200))
torch.lerp(x, y, 0.5) | torch.where(x > 0, x, y) | torch.where(x > 0, y, 1.0) | torch.isclose(x, y) | torch.logaddexp(x, y) | torch.complex(x, y)
torch.inner(x, y) | torch.cdist(x, y) | F.scaled_dot_product_attention(x, y, y) | torch.take_along_dim(x, y.long() * 0, dim=0)
torch.hstack([x, y]) | torch.vstack([x, y]) | torch.dstack([x, y]) | torch.column_stack([x, y]) | torch.diff(x, dim=0) | torch.diff(x, n=2)
torch.mode(x)[0] | torch.multinomial(x, 1) | F.prelu(x, torch.zeros(1))
""".replace("\n", " | ").strip(" |").split(" | ")
pairs = [([3], [3]), ([2, 3], [2, 3]), ([2, 3], [1, 3]), ([1, 3], [2, 3]), ([2, 3], [3]), ([3], [3, 1]), ([2, 1, 3], [1, 4, 3]), ([2, 4, 3], [4, 3]), ([1, 2, 3], [2, 5, 3]), ([2, 3, 4], [1, 1, 1]), ([], [3]), ([1, 2, 3, 4], [5, 1, 3, 1])]
for first, second in pairs:
    for code in together:
        answer = row(code, first, second)
        if answer["shape"] is not None:
            cases.append(answer)
cases += of("F.prelu(x, torch.zeros(3))", [1, 3, 4, 5])
cases += of("torch.multinomial(x, 2)", [3, 4])
refused = [
    ("nn.Fold(5, 1)(x)", [2, 12, 6]), ("nn.Fold(5, 2, stride=2)(x)", [2, 9, 4]), ("nn.Fold(4, 2, stride=2)(x)", [2, 12, 4]),
    ("nn.Bilinear(3, 2, 4)(x, x)", [5, 3]), ("nn.Bilinear(3, 3, 4)(x, x)", [5, 3]), ("torch.outer(x, x)", [2, 3]),
    ("nn.MultiheadAttention(4, 2)(x, x[0], x[0])[0]", [2, 3, 4]), ("nn.MultiheadAttention(4, 2, kdim=4, vdim=3)(x, x, x)[0]", [2, 3, 4]),
    ("nn.PixelUnshuffle(2)(x)", [2, 3, 4, 5]), ("nn.ChannelShuffle(2)(x)", [2, 3, 4, 4]), ("F.glu(x)", [2, 3]), ("x.t()", [2, 3, 4]),
    ("x.roll(1, -3)", [2, 3]), ("x.roll((1, 1), (0, 1))", [2, 3]), ("x.flip(1)", [4]), ("x.flip(0, 1)", [4, 5]), ("torch.flip(x, [0, 2])", [4, 5]),
    ("x.flatten(2, 1)", [2, 3, 4]), ("nn.Flatten(2, 1)(x)", [2, 3, 4]), ("nn.Flatten(0, -1)(x)", []), ("x.select(1, 3)", [2, 3]), ("x.narrow(1, 1, 3)", [2, 3]),
    ("x.index_select(0, torch.zeros(2, 2, dtype=torch.long))", [3, 4]), ("torch.take_along_dim(x, torch.zeros(2, dtype=torch.long), 1)", [2, 3]),
    ("F.pad(x, (1, 1), mode='circular')", [1, 2, 4, 5]), ("F.pad(x, (1, 1, 1, 1), mode='replicate')", [1, 2, 4, 5]), ("x.unfold(1, 4, 1)", [2, 3]),
    ("x.repeat(3)", [2, 3]), ("x.topk(4)", [2, 3]), ("x.expand(-1, 2, 3)", [2, 3]), ("x.sum(dim=(1, -1))", [2, 3]), ("torch.cat([x, x])", []),
    ("nn.ConvTranspose2d(3, 6, 2, output_padding=1)(x)", [1, 3, 4, 4]), ("nn.ConvTranspose2d(3, 6, 2, stride=2, output_padding=1)(x)", [1, 3, 4, 4]),
    ("torch.bmm(x, x[:1].transpose(1, 2))", [5, 2, 3]), ("torch.cdist(x, x[:, :2])", [4, 3]), ("F.scaled_dot_product_attention(x, x, x[:, :2])", [1, 3, 4]),
    ("F.cross_entropy(x, torch.zeros(2, dtype=torch.long))", [4]), ("torch.meshgrid(x, x[0], indexing='ij')", [2, 3]),
]
cases += [row(code, shape) for code, shape in refused]
rows = ",\n".join(json.dumps(one) for one in cases)
sys.stdout.write(f'{{"torch": "{torch.__version__.split("+")[0]}", "cases": [\n{rows}\n]}}\n')
