namespace Sala.Surveys.Report;

/// <summary>What the survey package does by another convention, written out in R, so that the script makes the same analysis under each of its versions.</summary>
internal static class RFunctions
{
    public const string Numbers = """
        # A number of each completed set, by Rubin's rules; of one set it is itself.
        number <- function(id, level, x, sets, others, keep, make, least = -Inf, n = sum(keep)) {
          if (sum(keep) == 0) return(invisible())
          m <- max(length(sets), length(others))
          e <- sapply(seq_len(m), function(k) {
            x$y_ <- ifelse(keep, sets[[min(k, length(sets))]], 0); x$z_ <- ifelse(keep, others[[min(k, length(others))]], 0)
            p <- in_(x, keep); o <- make(p); c(as.numeric(coef(o))[1], as.numeric(SE(o))[1], degf(p))
          })
          v <- mean(e[1, ]); w <- mean(e[2, ]^2); b <- if (m > 1) (1 + 1 / m) * var(e[1, ]) else 0
          s <- sqrt(w + b); df <- if (b > 0) (m - 1) * (1 + w / b)^2 else e[3, 1]; i <- v + c(-1, 1) * qt(0.975, df) * s
          say(id, level, v, s, max(i[1], least), i[2], n, 2 * pt(-abs(v / s), df))
        }

        # Means of groups against one another. svyby keeps their covariance for some designs only (4.1); for those without replicates they are ratios of totals made together.
        contrast <- function(p, k) {
          if (inherits(p, "svyrep.design")) { b <- svyby(~y_, ~g_, p, svymean, covmat = TRUE); return(svycontrast(b, list(unname(k[names(coef(b))])))) }
          m <- svytotal(as.formula(paste("~", paste0("I(y_ * (g_ %in% '", names(k), "')) + I(1 * (g_ %in% '", names(k), "'))", collapse = " + "))), p)
          names(m) <- paste0(c("a", "b"), rep(seq_along(k), each = 2))
          svycontrast(m, parse(text = paste0("(", k, ") * a", seq_along(k), " / b", seq_along(k), collapse = " + "))[[1]])
        }

        """;

    public const string Completed = """
        # A model of each completed set; Rubin's rules (1987); the statistic D1 of Li, Raghunathan and Rubin (1991).
        fitted_ <- function(x, sets, keep, formula, family) lapply(sets, function(y) {
          x$y_ <- ifelse(keep, y, mean(y[keep])); p <- in_(x, keep); environment(formula) <- environment()
          suppressWarnings(eval(substitute(svyglm(f, p, family = g), list(f = formula, g = family))))
        })
        rubin <- function(fits, whole = fits[[1]]$df.residual) {
          b <- sapply(fits, coef); w <- rowMeans(sapply(fits, function(f) diag(as.matrix(vcov(f))))); m <- ncol(b); a <- (1 + 1 / m) * apply(b, 1, var)
          list(value = rowMeans(b), se = sqrt(w + a), df = ifelse(a > 0, (m - 1) * (1 + w / a)^2, whole))
        }
        d1 <- function(fits, which) {
          b <- sapply(fits, function(f) coef(f)[which]); b <- matrix(b, ncol = length(fits)); m <- ncol(b); k <- nrow(b); q <- rowMeans(b)
          u <- Reduce(`+`, lapply(fits, function(f) as.matrix(vcov(f)[which, which]))) / m
          r <- (1 + 1 / m) * sum(diag(cov(t(b)) %*% solve(u))) / k; d <- as.vector(t(q) %*% solve(u, q)) / (k * (1 + r)); t <- k * (m - 1)
          df <- if (t > 4) 4 + (t - 4) * (1 + (1 - 2 / t) / r)^2 else t * (1 + 1 / k) * (1 + 1 / r)^2 / 2
          list(statistic = d, p.value = pf(d, k, df, lower.tail = FALSE))
        }

        """;

    public const string Quantiles = """
        # Rows with the same value: the lighter first, so that their order in the file says nothing.
        rule <- function(name) { f <- getFromNamespace(paste0("qrule_", name), "survey"); function(x, w, p) { o <- order(x, w); f(x[o], w[o], p) } }
        # Woodruff's interval. The survey package before 4.2 takes the interval "mean" for replicates, whatever is asked.
        quantiles <- function(part, at, rule, type) {
          if (!inherits(part, "svyrep.design") || type == "quantile") return(svyquantile(~y_, part, at, ci = TRUE, qrule = rule, interval.type = type)[[1]])
          y <- part$variables$y_; w <- weights(part, "sampling")
          m <- t(sapply(at, function(p) {
            q <- rule(y, w, p)
            part$variables$b_ <- as.numeric(y <= q)
            i <- sapply(attr(svyciprop(~b_, part, method = type), "ci"), function(v) if (is.nan(v) || v < 0 || v > 1) NaN else rule(y, w, v))
            c(q, i, diff(i) / (2 * qt(0.975, degf(part))))
          }))
          rownames(m) <- at
          m
        }

        """;

    public const string Ranks = """
        # Tied values have the middle rank of their weight; the survey package averages their ranks in the order of the file.
        ranks <- function(part, group, score) {
          y <- match(part$variables$y_, sort(unique(part$variables$y_))); w <- weights(part, "sampling"); n <- tapply(w, y, sum)
          # A calibrated design keeps the rows outside, with a weight of zero.
          s <- ifelse(w == 0, 0, score(as.vector((cumsum(n) - n / 2)[y]), sum(w))); g <- part$variables[[group]]
          if (nlevels(g) == 2 || !inherits(part, "svyrep.design")) {
            t <- svyranktest(as.formula(paste("y_ ~", group)), part, test = function(r, N) s)
            # Of three groups and more the package calls the statistic a parameter.
            return(list(statistic = if (nlevels(g) == 2) t$statistic else c(t$statistic, t$parameter)[["Chisq"]], p.value = t$p.value))
          }
          # Of three groups and more it knows no replicates: Lumley and Scott (2013) by hand.
          x <- model.matrix(~g); a <- solve(crossprod(x, w * x)); b <- a %*% crossprod(x, w * s); k <- length(b) - 1
          v <- vcov(svytotal((x * as.vector(s - x %*% b)) %*% a, part))[-1, -1]
          chi <- as.vector(t(b[-1]) %*% solve(v, b[-1]))
          list(statistic = chi, p.value = pf(chi / k, k, degf(part) - k, lower.tail = FALSE))
        }

        """;

    public const string Sums = """
        # Pearson's statistic against its limit: a sum of chi-squared, weighted by the generalised design effects of Rao and Scott (1984), over an independent one.
        # The survey package cuts the degrees of freedom of the latter to a whole number, and needs a further package for the exact sum.
        pearson <- function(part, group, tail) {
          v <- part$variables; g <- v[[group]]; part$variables$cell_ <- interaction(v$c_, g)
          m <- svymean(~cell_, part); p <- coef(m); n <- nrow(part)
          main <- model.matrix(~r + c, expand.grid(r = factor(levels(v$c_)), c = factor(levels(g))))
          k <- qr.Q(qr(main), complete = TRUE)[, -seq_len(ncol(main)), drop = FALSE]; kp <- k * ifelse(p == 0, 0, 1 / p)
          a <- Re(eigen(solve(crossprod(k, kp) / n, t(kp) %*% vcov(m) %*% kp), only.values = TRUE)$values)
          x <- suppressWarnings(svychisq(as.formula(paste("~c_ +", group)), part, statistic = "Chisq"))$statistic
          list(statistic = x, p.value = tail(x, a, if (inherits(part, "svyrep.design")) Inf else sum(a)^2 / sum(a^2) * degf(part)))
        }
        # Ruben (1962), Ann. Math. Stat. 33, 542-570: the weighted sum as a mixture of chi-squared; then the mean over the denominator.
        exact <- function(x, a, ddf) {
          b <- min(a); h <- sapply(1:2000, function(m) sum((1 - b / a)^m)); m <- prod(sqrt(b / a))
          while (sum(m) < 1 - 1e-13 && length(m) < 2000) { j <- length(m); m[j + 1] <- sum(h[j:1] * m) / (2 * j) }
          above <- function(q) sapply(q, function(v) sum(m * pchisq(v / b, length(a) + 2 * (seq_along(m) - 1), lower.tail = FALSE)))
          if (is.infinite(ddf)) above(x) else integrate(function(w) above(x * w / ddf) * dchisq(w, ddf), 0, qchisq(1 - 1e-14, ddf), rel.tol = 1e-10, subdivisions = 1000)$value
        }
        # Kuonen (1999), Biometrika 86, equation 3; Satterthwaite's approximation near the mean, where it loses its digits.
        saddlepoint <- function(x, a, ddf) {
          k <- length(a); r <- mean(a^2) / mean(a)^2; d <- rep(1, k); l <- a; y <- x
          if (is.finite(ddf)) { l <- c(a, -x / ddf); d <- c(d, ddf); y <- 0 }
          y <- y / max(l); l <- l / max(l)
          low <- if (any(l < 0)) max(1 / (2 * l[l < 0])) * (1 - 1e-12) else -sum(d) / (2 * y) - 1
          z <- uniroot(function(z) sum(d * l / (1 - 2 * z * l)) - y, c(low, 0.5 * (1 - 1e-12)), tol = 1e-15)$root
          if (abs(z) < 1e-4) return(if (is.finite(ddf)) pf(x / (k * mean(a)), k / r, ddf, lower.tail = FALSE) else pchisq(x / (mean(a) * r), k / r, lower.tail = FALSE))
          w <- sign(z) * sqrt(2 * (z * y + sum(d * log(1 - 2 * z * l)) / 2)); v <- z * sqrt(2 * sum(d * (l / (1 - 2 * z * l))^2))
          pnorm(w + log(v / w) / w, lower.tail = FALSE)
        }

        """;
}
