/**
 * What models of one's own are built on of Hugging Face's `transformers`: configurations, the base class, outputs, activations
 * and the attention that a configuration chooses. Its own models are not described.
 */

const configuration = `
from transformers import from_pretrained, save_pretrained

class PreTrainedConfig:
    model_type = ""
    attribute_map = {}
    name_or_path = _name_or_path = ""
    architectures = id2label = label2id = dtype = torch_dtype = None
    bos_token_id = eos_token_id = sep_token_id = decoder_start_token_id = None
    cross_attention_hidden_size = None
    pruned_heads = {}
    from_pretrained = from_dict = from_json_file = get_config_dict = from_pretrained
    save_pretrained = push_to_hub = to_json_string = to_json_file = to_diff_dict = save_pretrained
    return_dict = True
    use_return_dict = True
    output_hidden_states = False
    output_attentions = False
    num_labels = 2
    problem_type = None
    pad_token_id = None
    chunk_size_feed_forward = 0
    is_encoder_decoder = False
    is_decoder = False
    add_cross_attention = False
    tie_word_embeddings = True
    torchscript = False
    _attn_implementation = "sdpa"

    def __init__(self, **kwargs):
        for name, value in kwargs.items():
            setattr(self, name, value)
        if "id2label" in kwargs:
            self.num_labels = len(kwargs["id2label"])
        self.__post_init__()

    def __post_init__(self, **kwargs):
        pass

    def __getattr__(self, name):
        raise AttributeError(name)

    def update(self, values):
        for name, value in values.items():
            setattr(self, name, value)

    def to_dict(self):
        return dict(vars(self))

    def get_text_config(self, **kwargs):
        return self

PretrainedConfig = PreTrainedConfig
`;

const base = `
import torch.nn.functional as F
from torch import nn
from transformers.modeling_layers import GradientCheckpointingLayer

class PreTrainedModel(nn.Module):
    config_class = None
    is_gradient_checkpointing = False

    def __init__(self, config, *inputs, **kwargs):
        super().__init__()
        self.config = config

    def post_init(self):
        pass

    def init_weights(self):
        pass

    def tie_weights(self, *args, **kwargs):
        pass

    def get_head_mask(self, head_mask, num_hidden_layers, is_attention_chunked=False):
        if head_mask is None:
            return [None] * num_hidden_layers
        return [head_mask[i] for i in range(num_hidden_layers)]

    def num_parameters(self, only_trainable=False, exclude_embeddings=False):
        return sum(p.numel() for p in self.parameters())

def sdpa_attention_forward(module, query, key, value, attention_mask, dropout=0.0, scaling=None, is_causal=None, **kwargs):
    groups = getattr(module, "num_key_value_groups", 1)
    if groups > 1:
        key, value = key.repeat_interleave(groups, 1), value.repeat_interleave(groups, 1)
    output = F.scaled_dot_product_attention(query, key, value, attn_mask=attention_mask, dropout_p=dropout, scale=scaling)
    return output.transpose(1, 2).contiguous(), None

class AttentionInterface:
    def get_interface(self, name, default):
        return default if name == "eager" else sdpa_attention_forward

    def __getitem__(self, name):
        return sdpa_attention_forward

ALL_ATTENTION_FUNCTIONS = AttentionInterface()
`;

const layers = `
from torch import nn

class GradientCheckpointingLayer(nn.Module):
    gradient_checkpointing = False
`;

const activations = `
from torch import nn

class GELUActivation(nn.GELU):
    pass

class NewGELUActivation(nn.GELU):
    pass

class FastGELUActivation(nn.GELU):
    pass

class QuickGELUActivation(nn.GELU):
    pass

class GELUTanh(nn.GELU):
    pass

class ReLUSquaredActivation(nn.ReLU):
    pass

class LinearActivation(nn.Identity):
    pass

ACT2CLS = {
    "gelu": GELUActivation,
    "gelu_fast": FastGELUActivation,
    "gelu_new": NewGELUActivation,
    "gelu_python": GELUActivation,
    "gelu_pytorch_tanh": GELUTanh,
    "hardswish": nn.Hardswish,
    "leaky_relu": nn.LeakyReLU,
    "linear": LinearActivation,
    "mish": nn.Mish,
    "prelu": nn.PReLU,
    "quick_gelu": QuickGELUActivation,
    "relu": nn.ReLU,
    "relu2": ReLUSquaredActivation,
    "relu6": nn.ReLU6,
    "sigmoid": nn.Sigmoid,
    "silu": nn.SiLU,
    "swish": nn.SiLU,
    "tanh": nn.Tanh,
}

class ClassInstantier:
    def __getitem__(self, key):
        return ACT2CLS[key]()

    def __contains__(self, key):
        return key in ACT2CLS

    def keys(self):
        return ACT2CLS.keys()

ACT2FN = ClassInstantier()

def get_activation(activation_string):
    return ACT2FN[activation_string]
`;

const generic = `
class ModelOutput:
    def to_tuple(self):
        return tuple(value for value in vars(self).values() if value is not None)

    def keys(self):
        return [name for name, value in vars(self).items() if value is not None]

    def values(self):
        return list(self.to_tuple())

    def items(self):
        return [(name, getattr(self, name)) for name in self.keys()]

    def get(self, name, default=None):
        value = getattr(self, name, None)
        return default if value is None else value

    def __iter__(self):
        return iter(self.keys())

    def __len__(self):
        return len(self.keys())

    def __contains__(self, name):
        return name in self.keys()

    def __getitem__(self, key):
        return getattr(self, key) if isinstance(key, str) else self.to_tuple()[key]

def can_return_tuple(function):
    return function

merge_with_config_defaults = can_return_tuple
check_model_inputs = can_return_tuple
`;

const utils = `
from transformers.utils.generic import ModelOutput, can_return_tuple

def auto_docstring(obj=None, **kwargs):
    return (lambda described: described) if obj is None else obj

def add_start_docstrings(*args, **kwargs):
    return lambda described: described

add_end_docstrings = add_start_docstrings
add_start_docstrings_to_model_forward = add_start_docstrings
add_code_sample_docstrings = add_start_docstrings
replace_return_docstrings = add_start_docstrings

def torch_int(x):
    return int(x)
`;

const capturing = `
def capture_outputs(function=None, **kwargs):
    return (lambda captured: captured) if function is None else function
`;

const ofPytorch = `
import torch
from torch import nn

class Conv1D(nn.Module):
    def __init__(self, nf, nx):
        super().__init__()
        self.nf = nf
        self.weight = nn.Parameter(torch.empty(nx, nf))
        self.bias = nn.Parameter(torch.zeros(nf))

    def forward(self, x):
        return torch.addmm(self.bias, x.view(-1, x.size(-1)), self.weight).view(x.size()[:-1] + (self.nf,))

def apply_chunking_to_forward(forward_fn, chunk_size, chunk_dim, *input_tensors):
    return forward_fn(*input_tensors)

def compile_compatible_method_lru_cache(*args, **kwargs):
    return lambda method: method
`;

const masking = `
def create_bidirectional_mask(config=None, inputs_embeds=None, attention_mask=None, **kwargs):
    return attention_mask
`;

const backbones = `
class BackboneConfigMixin:
    def set_output_features_output_indices(self, out_features=None, out_indices=None):
        names = self.stage_names
        if out_features is None:
            out_features = [names[-1]] if out_indices is None else [names[index] for index in out_indices]
        self._out_features = list(out_features)
        self._out_indices = [names.index(name) for name in self._out_features]

    @property
    def out_features(self):
        return self._out_features

    @property
    def out_indices(self):
        return self._out_indices

class BackboneMixin:
    def __init__(self, config, *args, **kwargs):
        super().__init__(config)
        self.stage_names = config.stage_names
        self.out_features = config.out_features
        self.out_indices = config.out_indices

    @property
    def channels(self):
        return [self.num_features[self.stage_names.index(name)] for name in self.out_features]

def filter_output_hidden_states(function):
    return function
`;

/** The fields of the library's outputs, a class a line. */
const OUTPUTS = `
BackboneOutput feature_maps hidden_states attentions
BaseModelOutput last_hidden_state hidden_states attentions
BaseModelOutputWithNoAttention last_hidden_state hidden_states
BaseModelOutputWithPooling last_hidden_state pooler_output hidden_states attentions
BaseModelOutputWithPoolingAndNoAttention last_hidden_state pooler_output hidden_states
BaseModelOutputWithPast last_hidden_state past_key_values hidden_states attentions
BaseModelOutputWithCrossAttentions last_hidden_state hidden_states attentions cross_attentions
BaseModelOutputWithPoolingAndCrossAttentions last_hidden_state pooler_output hidden_states past_key_values attentions cross_attentions
BaseModelOutputWithPastAndCrossAttentions last_hidden_state past_key_values hidden_states attentions cross_attentions
CausalLMOutput loss logits hidden_states attentions
CausalLMOutputWithPast loss logits past_key_values hidden_states attentions
CausalLMOutputWithCrossAttentions loss logits past_key_values hidden_states attentions cross_attentions
DepthEstimatorOutput loss predicted_depth hidden_states attentions
ImageClassifierOutput loss logits hidden_states attentions
ImageClassifierOutputWithNoAttention loss logits hidden_states
ImageSuperResolutionOutput loss reconstruction hidden_states attentions
MaskedImageModelingOutput loss reconstruction hidden_states attentions
MaskedLMOutput loss logits hidden_states attentions
QuestionAnsweringModelOutput loss start_logits end_logits hidden_states attentions
SemanticSegmenterOutput loss logits hidden_states attentions
SequenceClassifierOutput loss logits hidden_states attentions
SequenceClassifierOutputWithPast loss logits past_key_values hidden_states attentions
TokenClassifierOutput loss logits hidden_states attentions`;

const outputs = `
from dataclasses import dataclass
from transformers.utils.generic import ModelOutput
${OUTPUTS.trim().replaceAll(/^(\w+) (.*)$/gm, (_, name: string, fields: string) => dataclass(name, fields.split(" ")))}`;

function dataclass(name: string, fields: readonly string[]): string {
  return `@dataclass\nclass ${name}(ModelOutput):\n${fields.map((field) => `    ${field}: object = None\n`).join("")}`;
}

const whole = `
from transformers.activations import *
from transformers.configuration_utils import *
from transformers.modeling_utils import PreTrainedModel
from transformers.pytorch_utils import Conv1D
from transformers.utils.generic import ModelOutput
`;

const strict = `
def strict(cls=None, **kwargs):
    return (lambda checked: checked) if cls is None else cls
`;

/** By their dotted names. */
export const huggingFace: Readonly<Record<string, string>> = {
  transformers: whole,
  "transformers.activations": activations,
  "transformers.backbone_utils": backbones,
  "transformers.configuration_utils": configuration,
  "transformers.file_utils": utils,
  "transformers.masking_utils": masking,
  "transformers.modeling_layers": layers,
  "transformers.modeling_outputs": outputs,
  "transformers.modeling_utils": base,
  "transformers.pytorch_utils": ofPytorch,
  "transformers.utils": utils,
  "transformers.utils.backbone_utils": backbones,
  "transformers.utils.generic": generic,
  "transformers.utils.output_capturing": capturing,
  huggingface_hub: "class PyTorchModelHubMixin:\n    pass\n",
  "huggingface_hub.dataclasses": strict,
};
